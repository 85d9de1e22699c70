import { small } from "./harness/campus";
import { expect, headline, settled, test, tile } from "./harness/test";

/** Each role's question of the morning, from the sign-in to the answer on the first screen. */

test("president: are we all right today, and what changed?", async ({ signIn }) => {
  const page = await signIn("admin");
  for (const kpi of ["attendance-rate", "grade-distribution", "dropout-rate"]) await expect(tile(page, kpi)).toBeVisible();
  await expect(headline(page, "attendance-rate")).toHaveText(/\d/);
  await expect(tile(page, "attendance-rate")).toContainText(/than|same/);
  const changes = page.getByRole("region", { name: "What changed" });
  await expect(changes.getByRole("listitem").first()).toContainText(/(Rose|Fell|Stayed) from \d/);
  await changes
    .getByRole("button", { name: /^All parts/ })
    .first()
    .click();
  await expect(page.getByRole("dialog").getByRole("row", { name: /^Sum/ })).toContainText("pp");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Attendance by department and week" }).getByRole("row").nth(1)).toContainText(/\d/);
});

test("dean: which course needs me? The first of the list, by its own normal, and there it is explained", async ({ signIn }) => {
  const page = await signIn("dean");
  await settled(page);
  const list = page.getByRole("region", { name: "Courses by attendance" });
  await expect(list).toContainText("surely furthest off");
  const first = list.getByRole("row").nth(1);
  const course = await first.getByRole("link").textContent();
  await first.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(course ?? "");
  await expect(headline(page, "attendance-rate")).toHaveText(/\d/);
});

test("lecturer: who was missing, who is slipping, how do my grades look?", async ({ signIn, campus, rolls }) => {
  const page = await signIn("faculty");
  const card = page.getByRole("region", { name: /COM-101/ });
  await expect(card).toContainText(/Meetings held/);
  await card.getByRole("link", { name: /^Section COM-101/ }).click();
  const section = campus.sections.find(({ course, term }) => course.id === "COM-101" && term === campus.terms.at(-1));
  const roll = page.getByRole("region", { name: "Roll" });
  await expect(roll).toContainText("Absent");
  const names = new Map(section?.students.map(({ id, name }) => [id, name]));
  const students = page.getByRole("region", { name: "Students" });
  await expect(students.getByRole("columnheader", { name: "Absences left" })).toBeVisible();
  await expect(students.getByRole("row").nth(1).getByRole("img")).toHaveAccessibleName(/meetings?: /);
  const [one] = (await rolls()).filter((found) => found.section === section?.id);
  await expect(students).toContainText(names.get(one?.student ?? "") ?? "");
  await expect(tile(page, "grade-distribution")).toContainText("A+");
});

test("advisor: whom should I call first?", async ({ signIn }) => {
  const page = await signIn("advisor");
  const list = page.getByRole("region", { name: "My students" });
  await expect(list).toContainText("The weightiest reason first");
  await expect(list.getByRole("row").nth(1).getByRole("link").first()).toBeVisible();
  await expect(list.getByRole("button", { name: "Note a contact" }).first()).toBeVisible();
});

test("data engineer: is the data right and fresh?", async ({ signIn }) => {
  const page = await signIn("engineer");
  await expect(page.locator("main")).toContainText("urn:bellwether:simulator");
  await expect(page.locator("main")).toContainText(/ago|seconds|just now/);
  await page.getByRole("link", { name: /^Verification|Last verification/ }).click();
  await expect(page.getByRole("button", { name: "Verify now" })).toBeVisible();
});

test("viewer: what do the figures say, without persons?", async ({ signIn }) => {
  const page = await signIn("viewer");
  await expect(headline(page, "attendance-rate")).toHaveText(/\d/);
  await settled(page);
  await expect(page.locator('a[href^="/students/"]')).toHaveCount(0);
  await page.goto(`/departments/${small.orgUnit}`);
  await expect(tile(page, "attendance-rate")).toContainText(/fewer than/i);
});
