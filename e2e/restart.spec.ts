import { expect, test } from "@playwright/test";
import { Temporal } from "temporal-polyfill";
import type { SentEvent } from "@/lib/simulator/events";
import { isAlive, makePlace, postgresOf, type RunningServer, removePlace, startServer, timeZone } from "./harness/running-server";
import { clickRole, headline, settled, tile } from "./harness/test";
import { askKpi, makeWorld, send, type World } from "./harness/world";

/** A school of one section and one meeting, on a server of its own that may die. */
const students = ["s-1", "s-2", "s-3", "s-4"];

function* tinySchool(): Generator<SentEvent> {
  const today = Temporal.Now.plainDateISO(timeZone);
  const [startsOn, endsOn] = [today.subtract({ days: 10 }).toString(), today.add({ days: 90 }).toString()];
  yield event("term", "term.defined", { term: "now", name: "Now", academicYear: "1", startsOn, endsOn });
  yield event("unit", "org-unit.defined", { orgUnit: "school", name: "School", kind: "institution" });
  yield event("course", "course.defined", { course: "c", title: "Course", orgUnit: "school" });
  yield event("section", "section.defined", { section: "c-1", course: "c", term: "now", instructors: ["i-1"] });
  yield event("meeting", "meeting.changed", { meeting: "m-1", section: "c-1", startsAt: `${startsOn}T09:00:00+09:00`, status: "held" });
}

function event(id: string, type: string, data: Record<string, unknown>): SentEvent {
  return { specversion: "1.0", id, source: "urn:e2e:tiny", type, time: new Date().toISOString(), data };
}

const roll = (id: string, student: string | undefined, status: string) =>
  event(id, "attendance.recorded", { meeting: "m-1", student, status });

test.describe("a server that dies", () => {
  let server: RunningServer;
  let world: World;

  test.beforeAll(async () => {
    server = await startServer(await makePlace());
    world = await makeWorld(server);
    await send(world, [...tinySchool(), ...students.slice(0, 3).map((student, index) => roll(`r-${index}`, student, "present"))]);
  });

  test.afterAll(async () => {
    if (isAlive(server.pid)) await server.kill();
    await removePlace(server);
  });

  test("after SIGKILL the open page says so, keeps its numbers, and heals by itself with the right one", async ({ page }) => {
    await page.goto(`${world.url}/sign-in`);
    await clickRole(page, "admin");
    await expect(headline(page, "attendance-rate")).toHaveText("100.0%");
    await settled(page);
    await page.evaluate(() => Reflect.set(window, "stillHere", true));
    const { pid: postgres } = await postgresOf(server);

    await server.kill();
    await expect(page.locator('[data-connection="disconnected"]')).toBeVisible();
    await expect(tile(page, "attendance-rate")).toContainText("Not connected since");
    await expect(headline(page, "attendance-rate")).toHaveText("100.0%");

    server = await startServer(server);
    expect((await postgresOf(server)).pid).toBe(postgres); // the server that a crash leaves behind is taken over
    await expect(page.locator('[data-connection="connected"]')).toBeVisible({ timeout: 20_000 });
    await send(world, [roll("r-3", students[3], "absent")]);
    await expect(headline(page, "attendance-rate")).toHaveText("75.0%");
    await expect(tile(page, "attendance-rate")).not.toContainText("Not connected");
    expect(await page.evaluate(() => Reflect.get(window, "stillHere"))).toBe(true);
  });

  test("LOG-1: events that were acknowledged just before SIGKILL are counted after it", async () => {
    const corrections = students.map((student, index) => roll(`late-${index}`, student, "late"));
    await send(world, corrections);
    await server.kill();
    server = await startServer(server);
    await expect.poll(() => askKpi(world, "attendance-rate")).toMatchObject({ measures: { present: 0, late: 4, absent: 0, excused: 0 } });
  });

  test("SIGTERM ends the server and its PostgreSQL, with status 0", async () => {
    const { pid: postgres } = await postgresOf(server);
    await server.stop();
    expect([isAlive(server.pid), isAlive(postgres)]).toEqual([false, false]);
  });
});
