import type { Page } from "@playwright/test";
import { violationsOf } from "./harness/axe";
import { expect, headline, settled, test, tile } from "./harness/test";

const unit = { id: "dept-astronomy", name: "Astronomy" };

async function openForm(page: Page): Promise<void> {
  await page.goto("/admin/policies");
  await page.getByRole("button", { name: "Make a new version" }).click();
}

/** A target of a unit that no other test holds figures against. */
async function aimAt(page: Page, name: string, percent: string): Promise<void> {
  await page.getByRole("button", { name: "Add a target" }).click();
  await page.getByLabel("Unit", { exact: true }).last().selectOption({ label: name });
  await page.getByRole("spinbutton", { name: "Target", exact: true }).last().fill(percent);
}

test("a draft shows its effect before it is saved, and open pages follow a new version without a reload", async ({ signIn }) => {
  test.slow(); // two browsers and many steps
  const [admin, reader] = [await signIn("admin"), await signIn("admin")];
  await reader.goto(`/departments/${unit.id}?compare=target`);
  await expect(headline(reader, "attendance-rate")).toHaveText(/\d/);
  await settled(reader);
  await expect(tile(reader, "attendance-rate")).not.toContainText("11.1%");
  await reader.evaluate(() => Reflect.set(window, "stillHere", true));

  await openForm(admin);
  await expect(admin.getByRole("button", { name: "Preview the effect" })).toBeDisabled();
  await aimAt(admin, unit.name, "11.1");
  const save = admin.getByRole("button", { name: "Save", exact: true });
  await expect(save).toBeDisabled();
  await admin.getByRole("button", { name: "Preview the effect" }).click();
  const effect = admin.locator("[data-preview]");
  await expect(effect.getByRole("row", { name: new RegExp(unit.name) })).toContainText("11.1%");
  // Another draft is another effect: it must be looked at again.
  await admin.getByLabel("Smallest group that is shown").fill("12");
  await expect(effect).toHaveCount(0);
  await expect(save).toBeDisabled();
  await admin.getByLabel("Smallest group that is shown").fill("10");
  await admin.getByRole("button", { name: "Preview the effect" }).click();
  await save.click();
  const sure = admin.getByRole("dialog", { name: "Save this version?" });
  await expect(sure).toContainText("11.1%");
  await sure.getByRole("button", { name: "Save", exact: true }).click();
  await expect(admin.getByText(/Version \d+ is saved/)).toBeVisible();

  await expect(tile(reader, "attendance-rate")).toContainText("11.1%");
  expect(await reader.evaluate(() => Reflect.get(window, "stillHere"))).toBe(true);
});

test("a version that begins later is withdrawn, and whoever saves over another is told", async ({ signIn }) => {
  const [first, second] = [await signIn("admin"), await signIn("admin")];
  await openForm(second);
  await openForm(first);
  await aimAt(first, "History", "12.5");
  await first.getByLabel("Holds from").fill("2199-03-01");
  await first.getByRole("button", { name: "Preview the effect" }).click();
  await first.getByRole("button", { name: "Save", exact: true }).click();
  await first.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
  const line = first.getByRole("row", { name: /Begins later/ });
  await expect(line).toContainText("1 Mar 2199");
  await expect(line).toContainText("12.5%");

  await aimAt(second, "Accounting", "13.5");
  await second.getByRole("button", { name: "Preview the effect" }).click();
  await second.getByRole("button", { name: "Save", exact: true }).click();
  await second.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
  await expect(second.getByRole("dialog").getByRole("alert")).toContainText("Somebody saved another version meanwhile.");

  await line.getByRole("button", { name: /^Withdraw/ }).click();
  await expect(first.getByRole("row", { name: /Withdrawn/ })).toContainText("1 Mar 2199");
});

test("a term of one's own and a scale of one's own are entered and shown", async ({ signIn }) => {
  const page = await signIn("admin", { at: "/admin/policies" });
  await page.getByRole("button", { name: "Add a term" }).click();
  const dialog = page.getByRole("dialog");
  for (const [label, value] of [
    ["Id", "e2e-2098"],
    ["Name", "Far ahead"],
    ["Academic year", "2098"],
    ["First day", "2098-03-02"],
    ["Last day", "2098-06-19"],
  ] as const)
    await dialog.getByLabel(label, { exact: true }).fill(value);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /Far ahead/ })).toContainText("entered here");

  await page.getByRole("button", { name: "Add a scale" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("e2e scale");
  await dialog.getByLabel("Letter", { exact: true }).first().fill("Fine");
  await dialog.getByLabel("Letter", { exact: true }).last().fill("Not");
  await dialog.getByLabel("Failing").last().check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "e2e scale" })).toBeVisible();
});

test("SCOPE-1: for others there is no such page", async ({ signIn }) => {
  for (const role of ["dean", "viewer", "engineer"] as const) {
    const page = await signIn(role);
    expect((await page.goto("/admin/policies"))?.status(), role).toBe(404);
  }
});

for (const look of [
  { locale: "en-GB", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { locale: "ko-KR", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const) {
  test(`axe finds nothing on the page, its form and its dialogs, and nothing overflows (${look.locale}, ${look.colorScheme})`, async ({
    signIn,
  }) => {
    const page = await signIn("admin", look);
    const korean = look.locale === "ko-KR";
    await page.goto("/admin/policies");
    await page.getByRole("button", { name: korean ? "새 버전 만들기" : "Make a new version" }).click();
    await page.getByLabel(korean ? "결석 한도" : "Absence limit").selectOption({ index: 0 });
    await page.getByRole("button", { name: korean ? "영향 미리 보기" : "Preview the effect" }).click();
    await expect(page.locator("[data-preview]")).toBeVisible();
    expect(await violationsOf(page)).toEqual([]);
    const width = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(width[0]).toBe(width[1]);
    for (const name of korean ? ["학기 추가", "성적 체계 추가"] : ["Add a term", "Add a scale"]) {
      await page.getByRole("button", { name }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await violationsOf(page), name).toEqual([]);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    }
  });
}
