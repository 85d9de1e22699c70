import { sectionOf } from "./harness/campus";
import { expect, settled, test, tile } from "./harness/test";

test("from a number to the facts behind it, student by student, and on to a student", async ({ signIn, campus, rolls }) => {
  const page = await signIn("faculty");
  const section = sectionOf(campus, "COM-101");
  await page.goto(`/sections/${section.id}`);
  await settled(page);
  await tile(page, "attendance-rate").getByRole("button", { name: "Why this number?" }).click();
  await expect(page.getByRole("dialog")).toContainText("Quarantine");
  await page.getByRole("link", { name: "See the rows behind this number" }).click();
  await expect(page).toHaveURL((url) => url.pathname === "/rows/attendance-rate" && url.searchParams.get("section") === section.id);
  const own = (await rolls()).filter((roll) => roll.section === section.id);
  expect(own.length).toBeLessThan(100); // all on one page
  const table = page.getByRole("group", { name: "Attendance rate" });
  await expect(table.getByRole("row")).toHaveCount(own.length + 1);
  for (const status of ["present", "absent"])
    await expect(table.getByRole("cell", { name: status, exact: true })).toHaveCount(own.filter((roll) => roll.status === status).length);
  const student = section.students.find(({ id }) => own.some((roll) => roll.student === id));
  await table
    .getByRole("link", { name: student?.name ?? "" })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(student?.name ?? "");
});

test("SCOPE-1: rows are not to be had by readers of figures, nor of another's section", async ({ signIn, campus }) => {
  const viewer = await signIn("viewer");
  await settled(viewer);
  await tile(viewer, "attendance-rate").getByRole("button", { name: "Why this number?" }).click();
  await expect(viewer.getByRole("dialog")).toContainText("Policy");
  await expect(viewer.getByRole("link", { name: "See the rows behind this number" })).toHaveCount(0);
  const foreign = sectionOf(campus, "HIS-101").id;
  const lecturer = await signIn("faculty");
  for (const [page, address] of [
    [viewer, "attendance-rate"],
    [viewer, "dropout-rate"],
    [lecturer, `attendance-rate?section=${foreign}`],
    [lecturer, "attendance-rate?section=no-such-thing"],
  ] as const) {
    const answer = await page.request.get(`/api/internal/rows/${address}`);
    expect([answer.status(), (await answer.json()).code], address).toEqual([404, "not-found"]);
  }
  expect((await lecturer.request.get("/api/internal/rows/attendance-rate?section=")).status()).toBe(400);
  await lecturer.goto("/rows/no-such-kpi");
  await expect(lecturer.getByRole("heading", { level: 1 })).toContainText(/not|There is nothing/i);
});
