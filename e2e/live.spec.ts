import type { Page } from "@playwright/test";
import { attendanceOf, type Roll, sectionsUnder } from "./harness/attendance";
import { correction } from "./harness/campus";
import { expect, settled, test, tile, valueOf } from "./harness/test";
import { send } from "./harness/world";

/** A mark that a reload or a new document would wipe out, and a count of navigations. */
async function markPage(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Reflect.set(window, "stillHere", true));
  let navigations = 0;
  page.on("framenavigated", () => {
    navigations += 1;
  });
  return async () => navigations === 0 && (await page.evaluate(() => Reflect.get(window, "stillHere") === true));
}

const aPresentRoll = (rolls: readonly Roll[]): Roll => {
  const found = rolls.find((roll) => roll.status === "present");
  if (found === undefined) throw new Error("Nobody was present.");
  return found;
};

test("one attendance event changes the open overview, without a reload and to the exact number", async ({ signIn, rolls, world }) => {
  const page = await signIn("admin");
  const before = await rolls();
  const shown = attendanceOf(before).shown;
  await expect(valueOf(page, "attendance-rate")).toHaveText(shown);
  await settled(page);
  const untouched = await markPage(page);

  await send(world, [correction(aPresentRoll(before).event, "absent")]);

  const after = attendanceOf(await rolls());
  expect(after.shown).not.toBe(shown);
  await expect(valueOf(page, "attendance-rate")).toHaveText(after.shown);
  await expect(tile(page, "attendance-rate")).toContainText(`${after.students} students`);
  expect(await untouched()).toBe(true);
});

test("SCOPE-1: two browsers of different scope show different numbers, each right, at the same time", async ({
  signIn,
  campus,
  rolls,
  world,
}) => {
  const engineering = sectionsUnder(campus, "college-engineering");
  const ofDean = (all: readonly Roll[]) => all.filter((roll) => engineering.has(roll.section));
  const [admin, dean] = [await signIn("admin"), await signIn("dean")];
  const expectBoth = async () => {
    const now = await rolls();
    const [whole, part] = [attendanceOf(now).shown, attendanceOf(ofDean(now)).shown];
    expect(whole).not.toBe(part);
    await expect(valueOf(admin, "attendance-rate")).toHaveText(whole);
    await expect(valueOf(dean, "attendance-rate")).toHaveText(part);
    return { whole, part };
  };
  const first = await expectBoth();
  await settled(admin);
  await settled(dean);
  const still = [await markPage(admin), await markPage(dean)];

  // In another college: the president's number moves, the dean's must not.
  await send(world, [correction(aPresentRoll((await rolls()).filter((roll) => !engineering.has(roll.section))).event, "absent")]);
  const second = await expectBoth();
  expect(second.whole).not.toBe(first.whole);
  expect(second.part).toBe(first.part);

  await send(world, [correction(aPresentRoll(ofDean(await rolls())).event, "absent")]);
  const third = await expectBoth();
  expect(third.part).not.toBe(second.part);
  expect(await Promise.all(still.map((check) => check()))).toEqual([true, true]);
});

test("the roll of an open section follows the events, student by student", async ({ signIn, campus, rolls, world }) => {
  const page = await signIn("faculty");
  const own = (await rolls()).filter((roll) => campus.sections.some((one) => one.id === roll.section && one.instructor === "i-001"));
  const roll = aPresentRoll(own);
  const student = campus.students.find((one) => one.id === roll.student);
  await page.goto(`/sections/${roll.section}`);
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: student?.name ?? "", exact: true }) });
  const absences = () => own.filter((one) => one.student === roll.student && one.status === "absent").length;
  await expect(row.getByTestId("absent")).toHaveText(String(absences()));
  await settled(page);
  const untouched = await markPage(page);

  await send(world, [correction(roll.event, "absent")]);

  await expect(row.getByTestId("absent")).toHaveText(String(absences() + 1));
  expect(await untouched()).toBe(true);
});
