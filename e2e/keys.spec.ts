import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { violationsOf } from "./harness/axe";
import { expect, settled, test } from "./harness/test";
import type { World } from "./harness/world";

/** Sends one event that no figure counts, and says with which status it was answered. */
async function sendWith(world: World, key: string): Promise<number> {
  const id = randomUUID();
  const data = { person: `staff-${id}`, name: "Somebody", kind: "staff" };
  const event = { specversion: "1.0", id, source: "urn:e2e:keys", type: "person.defined", time: new Date().toISOString(), data };
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/cloudevents+json" };
  const answer = await fetch(`${world.url}/api/v1/events`, { method: "POST", headers, body: JSON.stringify(event) });
  if (answer.ok) expect(await answer.json()).toMatchObject({ accepted: 1, rejected: 0 });
  return answer.status;
}

const cardOf = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

/** Takes the secret that is shown this once. */
async function takeSecret(page: Page): Promise<string> {
  const dialog = page.getByRole("dialog", { name: "Take the secret along now" });
  const secret = await dialog.getByRole("textbox", { name: "Secret", exact: true }).inputValue();
  expect(secret).toMatch(/^bw_[A-Za-z0-9]{12}_[\w-]{43}$/);
  await expect(dialog.getByRole("textbox", { name: "Try it" })).toHaveValue(new RegExp(`KEY=${secret}\\ncurl `));
  expect(await violationsOf(page)).toEqual([]);
  // It would be lost by a slip.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "I have it" }).click();
  await expect(dialog).toHaveCount(0);
  return secret;
}

test("a key that is made on the page sends events; rotated, both secrets do until the older is ended; revoked, none does", async ({
  signIn,
  world,
}) => {
  test.slow(); // many steps, with what assistive technology sees of some
  const page = await signIn("admin", { at: "/admin/keys" });
  await settled(page);
  await page.getByRole("button", { name: "Make a key" }).click();
  const form = page.getByRole("dialog", { name: "A new key" });
  const make = form.getByRole("button", { name: "Make the key" });
  await form.getByLabel("Name").fill("records of Computer Science");
  await expect(make).toBeDisabled();
  await form.getByLabel(/Send events/).check();
  await form.getByRole("radio", { name: "Departments and units" }).check();
  await expect(make).toBeDisabled();
  await form.getByRole("combobox", { name: "Find a department or unit" }).fill("computer");
  await form
    .getByRole("option", { name: /Computer/ })
    .first()
    .click();
  await form.getByLabel("Without an end").check();
  await expect(form.getByText("holds until somebody revokes it")).toBeVisible();
  await form.getByLabel("Without an end").uncheck();
  await expect(form.getByLabel("Last day")).toHaveValue(/^\d{4}-\d\d-\d\d$/);
  expect(await violationsOf(page)).toEqual([]);
  await make.click();
  const first = await takeSecret(page);
  const card = cardOf(page, "records of Computer Science");
  await expect(card).toContainText("Never used");
  await expect(card).toContainText("Computer");
  await expect(card).toContainText("Demo President");
  expect(await sendWith(world, first)).toBe(200);
  await expect(async () => {
    await page.reload();
    await expect(card).toBeVisible();
    await expect(card).not.toContainText("Never used", { timeout: 1_000 });
  }).toPass();

  await card.getByRole("button", { name: /^Rotate/ }).click();
  const rotation = page.getByRole("dialog", { name: "Rotate records of Computer Science" });
  await expect(rotation.getByLabel(/The secret so far holds until/)).toHaveValue(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
  await rotation.getByRole("button", { name: "Make a new secret" }).click();
  const second = await takeSecret(page);
  expect([await sendWith(world, first), await sendWith(world, second)]).toEqual([200, 200]);
  await expect(card.getByRole("listitem")).toHaveCount(2);
  await expect(card.getByRole("listitem").filter({ hasText: first.slice(0, 15) })).toContainText("Until ");
  await expect(card.getByRole("button", { name: /^Rotate/ })).toBeDisabled();
  expect(await violationsOf(page)).toEqual([]);
  await card.getByRole("button", { name: "End now" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End the older secret" }).click();
  await expect(card.getByRole("listitem")).toHaveCount(1);
  await expect.poll(() => sendWith(world, first)).toBe(401);
  expect(await sendWith(world, second)).toBe(200);

  await card.getByRole("button", { name: /^Revoke/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  expect(await sendWith(world, second)).toBe(200);
  await card.getByRole("button", { name: /^Revoke/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke the key" }).click();
  await expect(card).toBeHidden();
  await expect.poll(() => sendWith(world, second)).toBe(401);
  await page.getByText(/keys? that (is|are) over/).click();
  await expect(card).toContainText("Revoked on");
});

test("a key is changed, and a name that another key has is said to be taken", async ({ signIn, world }) => {
  const page = await signIn("admin");
  const made = await page.request.post("/api/internal/keys", {
    data: { name: "to be changed", can: ["events:write"], scope: { kind: "institution" }, expiresOn: null, eventsPerSecond: null },
  });
  const { key } = await made.json();
  expect(await sendWith(world, key)).toBe(200);
  await page.goto("/admin/keys");
  await cardOf(page, "to be changed")
    .getByRole("button", { name: /^Change/ })
    .click();
  const form = page.getByRole("dialog", { name: "Change to be changed" });
  await form.getByLabel("Name").fill("e2e"); // the key of all tests
  await form.getByLabel(/Send events/).uncheck();
  await form.getByLabel(/Read figures/).check();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("alert")).toContainText("Another active key has this name");
  await form.getByLabel("Name").fill("was changed");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(cardOf(page, "was changed")).toContainText("Read figures");
  await expect.poll(() => sendWith(world, key)).toBe(403);
});

for (const role of ["dean", "faculty", "advisor", "engineer", "viewer"] as const) {
  test(`SCOPE-1: for a ${role} there is no page of keys`, async ({ signIn }) => {
    const page = await signIn(role);
    expect((await page.request.get("/admin/keys")).status()).toBe(404);
    expect((await page.request.get("/api/internal/keys")).status()).toBe(404);
  });
}

for (const [locale, colorScheme, width] of [
  ["en-GB", "light", 1440],
  ["ko-KR", "dark", 390],
] as const) {
  test(`axe finds nothing on the page of keys, and it fits (${locale}, ${colorScheme}, ${width})`, async ({ signIn }) => {
    const page = await signIn("admin", { at: "/admin/keys", locale, colorScheme, viewport: { width, height: 900 } });
    await settled(page);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
