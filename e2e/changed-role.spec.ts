import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import pg from "pg";
import { attendanceOf, type Roll, sectionsUnder } from "./harness/attendance";
import { correction } from "./harness/campus";
import { collectFrames, type Frame, objectsIn } from "./harness/frames";
import { bellwether, postgresOf } from "./harness/running-server";
import { expect, headline, settled, test } from "./harness/test";
import { send, type World } from "./harness/world";

/** A dean of Business of one's own, with the one-time link that signs in: the demo's dean stays as it is. */
async function makeDean(world: World, email: string): Promise<string> {
  const link = await bellwether(world, "users", "create", email, "--role", "dean", "--scope", "org-unit:college-business");
  const { pathname, search } = new URL(link);
  return pathname + search;
}

/** The link leads to choosing a password, which can wait. */
async function signInByLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Not now" }).click();
}

async function change(world: World, sql: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: (await postgresOf(world)).url });
  await client.connect();
  try {
    expect((await client.query(sql, values)).rowCount).toBe(1);
  } finally {
    await client.end();
  }
}

/** Answers and groups that say something: a value, students, or a measure that is not zero. An empty scope's are all zero. */
function figuresIn(frames: readonly Frame[]): unknown[] {
  const some = (value: unknown) => typeof value === "number" && value !== 0;
  return frames
    .flatMap((frame) => [...objectsIn(frame.body)])
    .filter(({ value, n, measures }) => typeof value === "number" || some(n) || Object.values(Object(measures)).some(some));
}

const ofUser = 'user_id = (SELECT id FROM app."user" WHERE email = $1)';

test("SCOPE-1: a grant that is revoked takes the numbers off the open page, and nothing more is sent", async ({
  page,
  signIn,
  campus,
  rolls,
  world,
}) => {
  const email = `${randomUUID()}@e2e.invalid`;
  const business = sectionsUnder(campus, "college-business");
  const ofDean = (all: readonly Roll[]) => all.filter((roll) => business.has(roll.section));
  const frames = collectFrames(page);
  await signInByLink(page, await makeDean(world, email));
  await expect(headline(page, "attendance-rate")).toHaveText(attendanceOf(ofDean(await rolls())).shown);
  await settled(page);
  // The first figures come with the page, and those of the socket after them.
  await expect.poll(() => figuresIn(frames)).not.toEqual([]);
  const admin = await signIn("admin");
  await settled(admin);

  await change(world, `UPDATE app.role_grant SET revoked_at = now() WHERE revoked_at IS NULL AND ${ofUser}`, [email]);
  await expect(headline(page, "attendance-rate").filter({ hasText: /\d/ })).toHaveCount(0, { timeout: 3_000 });
  await expect(page.locator("main")).not.toContainText(/\d%/, { timeout: 3_000 });
  const heard = frames.length;

  const roll = ofDean(await rolls()).find((one) => one.status === "present");
  if (roll === undefined) throw new Error("Nobody was present in Business.");
  await send(world, [correction(roll.event, "absent")]);
  await expect(headline(admin, "attendance-rate")).toHaveText(attendanceOf(await rolls()).shown);
  expect(figuresIn(frames.slice(heard))).toEqual([]);
  const answer = await page.request.get("/api/v1/kpis/attendance-rate");
  expect(await answer.json()).toMatchObject({ value: null, n: 0 });

  // Given back, the page that stayed open shows them again, with what happened meanwhile.
  await change(world, `UPDATE app.role_grant SET revoked_at = NULL WHERE ${ofUser}`, [email]);
  await expect(headline(page, "attendance-rate")).toHaveText(attendanceOf(ofDean(await rolls())).shown);
});

test("SCOPE-1: a session that is revoked is signed out of its open page", async ({ page, world }) => {
  const email = `${randomUUID()}@e2e.invalid`;
  await signInByLink(page, await makeDean(world, email));
  await settled(page);
  await change(world, `UPDATE app.session SET revoked_at = now() WHERE ${ofUser}`, [email]);
  await expect(page).toHaveURL(/\/sign-in$/, { timeout: 3_000 });
});
