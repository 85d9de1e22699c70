import { readFile } from "node:fs/promises";
import { violationsOf } from "./harness/axe";
import { expect, test } from "./harness/test";

test("an administrator finds who looked at a student, by the institution's id; the look is there with screen and name", async ({
  signIn,
  campus,
}) => {
  const [student] = campus.students;
  if (student === undefined) throw new Error("The campus has students.");
  const dean = await signIn("dean");
  await dean.goto("/");
  const admin = await signIn("admin");
  await admin.goto("/admin/audit");
  await expect(admin.getByRole("heading", { name: "Administration" })).toBeVisible();
  await expect(admin.getByRole("region", { name: "Entries" })).toBeVisible();
  expect(await violationsOf(admin)).toEqual([]);

  await admin.getByLabel("Person").fill("nobody-at-all");
  await admin.getByRole("button", { name: "Find" }).click();
  await expect(admin.getByText("Nobody is known by this id.")).toBeVisible();
  await admin.getByLabel("Person").fill(student.id);
  await admin.getByRole("button", { name: "Find" }).click();
  await expect(admin).toHaveURL(/person=[0-9a-f-]{36}/);
  expect(admin.url()).not.toContain(student.id);
  await expect(
    admin
      .getByRole("region", { name: /^Entries about student/ })
      .getByText("Asked who looked at a person")
      .first(),
  ).toBeVisible();
});

test("it is verified by a button, narrowed by filters that the address keeps, and saved, which is recorded", async ({ signIn }) => {
  const admin = await signIn("admin");
  await admin.goto("/admin/audit");
  await admin.getByRole("button", { name: "Verify now" }).click();
  await expect(admin.getByText(/^Holds through entry/)).toBeVisible();
  const [download] = await Promise.all([admin.waitForEvent("download"), admin.getByRole("button", { name: "Save as CSV" }).click()]);
  const csv = await readFile(await download.path(), "utf8");
  expect(csv).toContain("entry,at,actor,actor_name,action");
  await admin.getByLabel("What", { exact: true }).selectOption("file.exported");
  await expect(admin).toHaveURL(/action=file.exported/);
  await expect(admin.getByRole("cell", { name: "Saved a file" }).first()).toBeVisible();
  await admin.reload();
  await expect(admin.getByRole("cell", { name: "Saved a file" }).first()).toBeVisible();
  await admin.getByRole("button", { name: "Clear filters" }).click();
  await expect(admin).not.toHaveURL(/action=/);
});

for (const role of ["dean", "faculty", "advisor", "engineer", "viewer"] as const)
  test(`SCOPE-1: for a ${role} there is no such page`, async ({ signIn }) => {
    const page = await signIn(role);
    const answer = await page.goto("/admin/audit");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("region", { name: "Entries" })).toHaveCount(0);
  });
