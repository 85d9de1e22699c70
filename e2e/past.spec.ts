import { attendanceOf, type Roll, sectionsUnder } from "./harness/attendance";
import { violationsOf } from "./harness/axe";
import { correction } from "./harness/campus";
import { expect, headline, settled, test, tile } from "./harness/test";
import { send } from "./harness/world";

const aPresentRoll = (rolls: readonly Roll[]): Roll => {
  const found = rolls.find((roll) => roll.status === "present");
  if (found === undefined) throw new Error("Nobody was present.");
  return found;
};

test("a page as it was known then stands still, says so and what changed since; the way back is one click", async ({
  signIn,
  rolls,
  world,
}) => {
  test.slow();
  const page = await signIn("admin");
  const then = attendanceOf(await rolls()).shown;
  await expect(headline(page, "attendance-rate")).toHaveText(then);
  await settled(page);
  const moment = new Date().toISOString();
  await send(world, [correction(aPresentRoll(await rolls()).event, "absent")]);
  const now = attendanceOf(await rolls()).shown;
  expect(now).not.toBe(then);
  await expect(headline(page, "attendance-rate")).toHaveText(now);

  await page.goto(`/?${new URLSearchParams({ asOf: moment })}`);
  await expect(page.getByText(/You see everything as it was known on/)).toBeVisible();
  await expect(headline(page, "attendance-rate")).toHaveText(then);
  const changed = page.getByRole("region", { name: "What changed since then" }).getByRole("group", { name: "Attendance rate" });
  await expect(changed).toContainText(`${then} then, ${now} now`);
  await expect(changed).toContainText("1 corrected");
  expect(await violationsOf(page)).toEqual([]);

  // What comes meanwhile moves the present, and not this page.
  await send(world, [correction(aPresentRoll(await rolls()).event, "absent")]);
  const later = attendanceOf(await rolls()).shown;
  await expect(changed).toContainText("1 corrected");
  await expect(headline(page, "attendance-rate")).toHaveText(then);

  // The moment goes along when one drills, and stays in the address.
  await page.getByRole("region", { name: "Departments by attendance" }).getByRole("link", { name: "Computer Science" }).click();
  await expect(page).toHaveURL((url) => url.pathname === "/departments/dept-computer" && url.searchParams.get("asOf") === moment);
  await page.goBack();
  await page.getByRole("link", { name: "Back to now" }).first().click();
  await expect(page).toHaveURL((url) => url.searchParams.get("asOf") === null);
  await expect(headline(page, "attendance-rate")).toHaveText(later);
});

test("SCOPE-1: the past of a dean is the dean's", async ({ signIn, campus, rolls }) => {
  const engineering = sectionsUnder(campus, "college-engineering");
  const page = await signIn("dean");
  await settled(page);
  const shown = attendanceOf((await rolls()).filter((roll) => engineering.has(roll.section))).shown;
  await page.goto(`/?${new URLSearchParams({ asOf: new Date().toISOString() })}`);
  await expect(headline(page, "attendance-rate")).toHaveText(shown);
  await page.goto(`/departments/college-humanities?${new URLSearchParams({ asOf: new Date().toISOString() })}`);
  await expect(page.getByRole("heading", { level: 1 })).not.toContainText("Humanities");
});

test("a lecturer's section as it was known then is for reading", async ({ signIn, campus }) => {
  const page = await signIn("faculty");
  const section = campus.sections.find(({ course, term }) => course.id === "COM-101" && term === campus.terms.at(-1));
  await page.goto(`/sections/${section?.id}`);
  await expect(page.getByRole("button", { name: "Add a meeting" })).toBeVisible();
  await page.goto(`/sections/${section?.id}?${new URLSearchParams({ asOf: new Date().toISOString() })}`);
  await expect(page.getByRole("region", { name: "Students" }).getByRole("row").nth(1)).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a meeting" })).toHaveCount(0);
});

test("a moment before all that is kept says from when on the past is known", async ({ signIn }) => {
  const page = await signIn("admin", { at: `/?${new URLSearchParams({ asOf: "2001-01-01T00:00:00Z" })}` });
  await expect(page.getByText(/The past is kept from/)).toBeVisible();
  await expect(headline(page, "attendance-rate")).toHaveCount(0);
  // Trying again would bring nothing.
  await expect(tile(page, "attendance-rate")).toContainText("Not known as of then");
  await expect(tile(page, "attendance-rate").getByRole("button", { name: "Try again" })).toHaveCount(0);
});

test("a moment is chosen in the institution's zone, and none that has not been yet", async ({ signIn }) => {
  const page = await signIn("admin");
  await settled(page);
  await page.getByRole("button", { name: /^As of/ }).click();
  const form = page.getByRole("dialog", { name: "As of" });
  const field = form.getByLabel(/Date and time/);
  await expect(field).not.toHaveValue("");
  await field.fill("2100-01-01T00:00");
  await form.getByRole("button", { name: "Show", exact: true }).click();
  await expect(form.getByRole("alert")).toBeVisible();
  await field.fill("2026-01-02T09:00");
  await form.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("asOf") === "2026-01-02T00:00:00Z");
});
