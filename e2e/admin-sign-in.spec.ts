import type { Page } from "@playwright/test";
import { violationsOf } from "./harness/axe";
import { expect, settled, test } from "./harness/test";

const rulesOf = (page: Page) => page.getByRole("region", { name: "What claims give" });

test("what a claim gives is added, refused the second time in words, removed, and told by the audit", async ({ signIn }) => {
  const claim = `group-${Date.now()}`;
  const page = await signIn("admin", { at: "/admin/sign-in" });
  await expect(page.getByText("No provider is set")).toBeVisible();
  await expect(page.getByRole("region", { name: "Provider" })).toContainText("BELLWETHER_OIDC_CLIENT_SECRET");
  await expect(page.getByRole("region", { name: "Rules for every sign-in" })).toContainText("idleMinutes");
  expect(await violationsOf(page)).toEqual([]);

  const fill = async () => {
    await page.getByRole("button", { name: "Add a rule" }).click();
    const form = page.getByRole("dialog");
    await form.getByRole("textbox", { name: "Claim", exact: true }).fill(claim);
    await form.getByRole("textbox", { name: "Value", exact: true }).fill("deans");
    await form.getByRole("combobox", { name: "Role", exact: true }).selectOption({ label: "Dean" });
    await form.getByPlaceholder("Name or id").fill("College of Business");
    await form.getByRole("option", { name: "College of Business" }).first().click();
    await form.getByRole("textbox", { name: "Name of a claim" }).fill("college");
    await form.getByRole("button", { name: "Add claim" }).click();
    await expect(form.getByRole("list", { name: "Chosen" }).getByRole("listitem")).toHaveCount(2);
    expect(await violationsOf(page)).toEqual([]);
    await form.getByRole("button", { name: "Add", exact: true }).click();
    return form;
  };
  await expect(await fill()).toHaveCount(0);
  const row = rulesOf(page).getByRole("row").filter({ hasText: claim });
  await expect(row).toContainText(`${claim} = deans`);
  await expect(row).toContainText("College of Business, the units in college");

  const again = await fill();
  await expect(again.getByRole("alert")).toHaveText(`Claim: there is this rule already. Found: ${claim}`);
  await page.keyboard.press("Escape");
  await row.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(row).toHaveCount(0);

  await page.goto("/admin/audit?action=claim-mapping.removed");
  await settled(page);
  await expect(page.getByRole("row").filter({ hasText: `${claim} = deans gives Dean over` })).toHaveCount(1);
});

for (const role of ["dean", "engineer", "viewer"] as const)
  test(`SCOPE-1: for a ${role} there is no such page`, async ({ signIn }) => {
    const page = await signIn(role);
    expect((await page.goto("/admin/sign-in"))?.status()).toBe(404);
  });
