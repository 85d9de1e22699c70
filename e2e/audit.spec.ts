import { readFile } from "node:fs/promises";
import { violationsOf } from "./harness/axe";
import { expect, test } from "./harness/test";

test("an administrator finds who looked at a student, by the institution's id; the look is there with name and screen", async ({
  signIn,
  campus,
}) => {
  const advisor = await signIn("advisor");
  await advisor.locator("main a[href*='/students/']").first().click();
  await expect(advisor.getByRole("heading", { name: "Contacts" })).toBeVisible();
  const shown = await advisor.locator("main").innerText();
  const student = campus.students.find(({ id }) => shown.includes(`${id} ·`));
  if (student === undefined) throw new Error("An advisor sees the student's number.");

  const admin = await signIn("admin");
  await admin.goto("/admin/audit");
  await expect(admin.getByRole("heading", { name: "Administration" })).toBeVisible();
  await expect(admin.getByRole("region", { name: "Entries" })).toBeVisible();
  expect(await violationsOf(admin)).toEqual([]);
  const find = async (id: string) => {
    await admin.getByRole("textbox", { name: "Person" }).fill(id);
    await admin.getByRole("button", { name: "Find" }).click();
  };
  await find("nobody-at-all");
  await expect(admin.getByText("Nobody is known by this id.")).toBeVisible();
  await find(student.id);
  await expect(admin).toHaveURL(/person=[0-9a-f-]{36}/);
  expect(admin.url()).not.toContain(student.id);
  const looks = admin.getByRole("region", { name: /^Entries about student/ });
  const look = looks.getByRole("row").filter({ hasText: "Demo Advisor" }).filter({ hasText: "student's page" });
  await expect(look.first()).toContainText("Looked at students");
  await expect(looks.getByText("Asked who looked at a person").first()).toBeVisible();
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
