import type { Page } from "@playwright/test";
import { attendanceOf, type Roll, sectionsUnder } from "./harness/attendance";
import { correction, sectionOf } from "./harness/campus";
import { expect, headline, settled, test, tile } from "./harness/test";
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
  await expect(headline(page, "attendance-rate")).toHaveText(shown);
  await settled(page);
  const untouched = await markPage(page);

  await send(world, [correction(aPresentRoll(before).event, "absent")]);

  const after = attendanceOf(await rolls());
  expect(after.shown).not.toBe(shown);
  await expect(headline(page, "attendance-rate")).toHaveText(after.shown);
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
    await expect(headline(admin, "attendance-rate")).toHaveText(whole);
    await expect(headline(dean, "attendance-rate")).toHaveText(part);
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
  const section = sectionOf(campus, "COM-101");
  const own = (await rolls()).filter((roll) => roll.section === section.id);
  const names = section.students.map((student) => student.name);
  const student = section.students.find(
    ({ id, name }) =>
      names.indexOf(name) === names.lastIndexOf(name) && own.some((roll) => roll.student === id && roll.status === "present"),
  );
  const absences = own.filter((roll) => roll.student === student?.id && roll.status === "absent").length;
  await page.goto(`/sections/${section.id}`);
  const table = page.getByRole("region", { name: "Students" });
  const row = table.getByRole("row").filter({ has: page.getByRole("link", { name: student?.name ?? "", exact: true }) });
  await expect(row).toHaveCount(1);
  const column = (await table.getByRole("columnheader").allTextContents()).indexOf("Absent");
  const cell = row.locator("th, td").nth(column);
  await expect(cell).toHaveText(String(absences));
  await settled(page);
  const untouched = await markPage(page);

  await send(world, [correction(aPresentRoll(own.filter((roll) => roll.student === student?.id)).event, "absent")]);

  await expect(cell).toHaveText(String(absences + 1));
  expect(await untouched()).toBe(true);
});
