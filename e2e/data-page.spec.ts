import type { Page } from "@playwright/test";
import { z } from "zod";
import { attendanceOf } from "./harness/attendance";
import { violationsOf } from "./harness/axe";
import { correction } from "./harness/campus";
import { expect, headline, settled, test } from "./harness/test";
import { note, type World } from "./harness/world";

/** Sends an event that its contract refuses; what was wrong with it comes back. */
async function sendRefused(world: World, event: object): Promise<void> {
  const headers = { authorization: `Bearer ${world.key}`, "content-type": "application/cloudevents+json" };
  const response = await fetch(`${world.url}/api/v1/events`, { method: "POST", headers, body: JSON.stringify(event) });
  expect(z.object({ rejected: z.number() }).parse(await response.json())).toEqual({ rejected: 1 });
}

const itemOf = async (page: Page, eventId: string) => {
  const { items } = z
    .object({ items: z.array(z.object({ id: z.string(), eventId: z.string().nullable() })) })
    .parse(await (await page.request.get("/api/internal/data/quarantine")).json());
  return items.find((item) => item.eventId === eventId)?.id ?? "";
};

test("an engineer finds a rejected event, mends and replays it, and the number moves", async ({ signIn, rolls, world }) => {
  test.slow(); // two browsers and many steps
  const [engineer, admin] = [await signIn("engineer"), await signIn("admin")];
  const before = await rolls();
  const shown = attendanceOf(before).shown;
  await expect(headline(admin, "attendance-rate")).toHaveText(shown);
  await settled(admin);
  const present = before.find((roll) => roll.status === "present");
  if (present === undefined) throw new Error("Nobody was present.");
  const mended = correction(present.event, "absent");
  await sendRefused(world, { ...mended, data: { ...mended.data, status: "abscent" } });

  await engineer.getByRole("link", { name: /^Quarantine/ }).click();
  await engineer.getByLabel("Rule").selectOption("enum");
  await expect(engineer).toHaveURL(/rule=enum/);
  await engineer.getByRole("row").filter({ hasText: mended.id }).getByRole("link").click();
  const fields = engineer.getByRole("region", { name: "Mend and replay" });
  await expect(fields.getByRole("row", { name: /^data\.status/ })).toContainText("abscent");
  await expect(fields.getByRole("row", { name: /^data\.student/ })).toContainText("names a person");
  await expect(engineer.locator("main")).not.toContainText(present.student);

  const replay = engineer.getByRole("button", { name: "Replay", exact: true });
  await expect(replay).toBeDisabled();
  await engineer.getByRole("button", { name: "Set data.status" }).click();
  await engineer.getByRole("button", { name: "Check" }).click();
  await expect(fields).toContainText("A replay would be rejected again.");
  await expect(replay).toBeDisabled();
  await engineer.getByLabel("New value of data.status").selectOption("absent");
  await expect(replay).toBeDisabled();
  await engineer.getByRole("button", { name: "Check" }).click();
  await expect(fields).toContainText("A replay would be accepted.");
  await expect(headline(admin, "attendance-rate")).toHaveText(shown);
  await replay.click();
  await expect(engineer.getByText("It is in the log, mended.")).toBeVisible();
  await note(world, [mended]);

  const after = attendanceOf(await rolls());
  expect(after.shown).not.toBe(shown);
  await expect(headline(admin, "attendance-rate")).toHaveText(after.shown);
  await engineer.getByRole("link", { name: "Back to the list" }).click();
  await expect(engineer.getByRole("row").filter({ hasText: mended.id })).toHaveCount(0);
  await engineer.getByLabel("State").selectOption("replayed");
  await expect(engineer.getByRole("row").filter({ hasText: mended.id })).toContainText("Replayed");
});

test("a number where a person's id should be is taken as text, unseen; what is not to enter is discarded with a reason", async ({
  signIn,
  world,
}) => {
  const page = await signIn("engineer");
  const event = { specversion: "1.0", source: "urn:e2e:other", type: "attendance.recorded", time: new Date().toISOString() };
  await sendRefused(world, { ...event, id: "number", data: { meeting: "no-meeting", student: 20_261_234, status: "late" } });
  await page.goto(`/data?tab=quarantine&item=${await itemOf(page, "number")}`);
  const broken = (name: string) => page.getByRole("row").filter({ has: page.locator("code", { hasText: name }) });
  await expect(broken("data.student").getByRole("rowheader")).toHaveText("data.student type");
  await page.getByRole("button", { name: "Take as text: data.student" }).click();
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByText("A replay would be accepted.")).toBeVisible();
  await expect(broken("data.student").getByRole("rowheader")).toHaveText("data.student");
  await expect(page.locator("body")).not.toContainText("20261234");
  await page.getByLabel("Reason").fill("    ");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "three characters" })).toBeVisible();
  await page.getByLabel("Reason").fill("a test of the sender");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByText("a test of the sender")).toBeVisible();
  await expect(page.getByRole("button", { name: "Replay", exact: true })).toHaveCount(0);
});

test("all that match are previewed before they are replayed", async ({ signIn, world }) => {
  const page = await signIn("engineer");
  const event = { specversion: "1.0", source: "urn:e2e:many", type: "attendance.recorded", time: new Date().toISOString() };
  for (const id of ["m-1", "m-2"])
    await sendRefused(world, { ...event, id, data: { meeting: "no-meeting", student: "nobody", status: "?" } });
  await page.goto("/data?tab=quarantine&source=urn%3Ae2e%3Amany");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText("2 tried: 0 accepted, 0 duplicates, 2 still rejected")).toBeVisible();
  await expect(page.getByText("Still rejected for: enum (2)")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Replay \d/ })).toHaveCount(0);
});

test("sources follow without a reload, and the verification runs and is kept", async ({ signIn, world }) => {
  const page = await signIn("engineer");
  const card = page.getByRole("region", { name: "urn:e2e:watched" });
  await expect(page.getByRole("region", { name: "urn:e2e:sis" })).toContainText("Fresh");
  await expect(card).toHaveCount(0);
  const event = { specversion: "1.0", source: "urn:e2e:watched", type: "attendance.recorded", time: new Date().toISOString() };
  await sendRefused(world, { ...event, id: "w-1", data: {} });
  await expect(card).toContainText("1 of 1");

  await page.getByRole("link", { name: "Verification" }).click();
  await page.getByRole("button", { name: "Verify now" }).click();
  await expect(page.getByText(/cells compared, 0 differ/)).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole("region", { name: "Verifications" })).toContainText("Demo Data Engineer");
});

test("contracts are found by a field's name, in the address too", async ({ signIn }) => {
  const page = await signIn("admin");
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("link", { name: "Contracts" }).click();
  await page.getByLabel("Find a type or field").fill("meetingsPlanned");
  await expect(page.getByText("1 of 16 contracts")).toBeVisible();
  await expect(page.getByRole("region", { name: "section.defined" })).toContainText("Person");
  await page.reload();
  await expect(page.getByText("1 of 16 contracts")).toBeVisible();
});

for (const role of ["dean", "faculty", "advisor", "viewer"] as const) {
  test(`SCOPE-1: a ${role} gets in neither by the page nor by the API: it is not there`, async ({ signIn, world }) => {
    const page = await signIn(role);
    await expect(page.getByRole("link", { name: "Data", exact: true })).toHaveCount(0);
    expect((await page.request.get("/data")).status()).toBe(404);
    await page.goto("/data?tab=quarantine");
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
    for (const path of ["sources", "contracts", "quarantine", "verification"])
      expect((await page.request.get(`/api/internal/data/${path}`)).status(), path).toBe(404);
    for (const path of ["verification", "quarantine/replay", "quarantine/preview"])
      expect((await page.request.post(`/api/internal/data/${path}`, { data: {} })).status(), path).toBe(404);
    const started = await fetch(`${world.url}/api/internal/data/verification`, { method: "POST" });
    expect(started.status).toBe(401);
  });
}

for (const [locale, colorScheme] of [
  ["en-GB", "light"],
  ["ko-KR", "dark"],
] as const) {
  test(`axe finds nothing on the data page (${locale}, ${colorScheme})`, async ({ signIn, world }) => {
    const page = await signIn("engineer", { locale, colorScheme });
    const event = { specversion: "1.0", source: "urn:e2e:axe", type: "attendance.recorded", time: new Date().toISOString() };
    await sendRefused(world, { ...event, id: `axe-${locale}`, data: { meeting: "m", student: 7, status: "late" } });
    for (const query of [
      "tab=sources",
      "tab=contracts&find=student",
      "tab=quarantine",
      `tab=quarantine&item=${await itemOf(page, `axe-${locale}`)}`,
      "tab=verification",
    ]) {
      await page.goto(`/data?${query}`);
      await settled(page);
      expect(await violationsOf(page), query).toEqual([]);
    }
  });
}
