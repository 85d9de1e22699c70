import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { makeCampus, makeUser, whole } from "../testing/campus";
import { makeSchedule, runsOf } from "../testing/schedules";
import type { Timing } from "../timing-shape";
import { fireDue } from "./fire-due";

const db = useTestDatabase();
let owner: string;
beforeAll(() => makeCampus(db.database));
beforeEach(async () => {
  await db.database.owner.query(`DELETE FROM app."user"`);
  await db.database.owner.query("DELETE FROM app.holiday");
  owner = await makeUser(db.database, "admin", whole, "owner");
});

const errors: unknown[] = [];
const fire = (at: string) => fireDue(db.database, new Date(at), (error) => errors.push(error));
const daily = (timing: Partial<Timing> = {}, since = "2026-10-13T00:00:00Z") =>
  makeSchedule(db.database, { owner, recipients: [{ to: "user", user: owner }], timing, since: new Date(since) });
const told = async (schedule: string) =>
  (await runsOf(db.database, schedule)).map(
    ({ dueAt, state, late }) => `${dueAt.toISOString().slice(5, 16)} ${state}${late ? " late" : ""}`,
  );

describe("REPORT-2", () => {
  it("fires once, however many processes look at the same moment", async () => {
    const schedule = await daily();
    const fired = await Promise.all(Array.from({ length: 8 }, () => fire("2026-10-13T00:00:30Z")));
    expect(fired.reduce((sum, one) => sum + one.fired, 0)).toBe(0);
    const again = await Promise.all(Array.from({ length: 8 }, () => fire("2026-10-14T00:00:30Z")));
    expect(again.reduce((sum, one) => sum + one.fired, 0)).toBe(1);
    expect(await told(schedule)).toEqual(["10-14T00:00 waiting"]);
    expect((await fire("2026-10-14T00:00:31Z")).fired).toBe(0);
  });

  it("the database holds an occurrence to one run, also where it is decided anew", async () => {
    const schedule = await daily();
    await fire("2026-10-14T00:00:30Z");
    await db.database.owner.query("UPDATE app.report_schedule SET decided_through = '2026-10-13' WHERE id = $1", [schedule]);
    expect((await fire("2026-10-14T00:00:40Z")).fired).toBe(0);
    expect(await told(schedule)).toEqual(["10-14T00:00 waiting"]);
  });

  it("a clock that is set back fires nothing twice; one that is set forward makes up for what was missed", async () => {
    const schedule = await daily();
    await fire("2026-10-14T00:01:00Z");
    for (const at of ["2026-10-13T23:59:59Z", "2026-10-14T00:00:00Z", "2026-10-14T00:02:00Z"]) expect((await fire(at)).fired).toBe(0);
    expect((await fire("2026-10-16T05:00:00Z")).fired).toBe(1);
    await fire("2026-10-15T00:00:30Z");
    expect(await told(schedule)).toEqual(["10-14T00:00 waiting", "10-15T00:00 skipped", "10-16T00:00 waiting late"]);
  });

  it.each([
    ["Europe/London", "01:30", "2026-03-28T12:00Z", ["03-29T01:30", "03-30T00:30"]],
    ["Europe/London", "01:30", "2026-10-24T12:00Z", ["10-25T00:30", "10-26T01:30"]],
    ["America/New_York", "02:30", "2026-03-07T12:00Z", ["03-08T07:30", "03-09T06:30"]],
    ["America/New_York", "01:30", "2026-10-31T12:00Z", ["11-01T05:30", "11-02T06:30"]],
    ["Australia/Lord_Howe", "02:15", "2026-10-03T00:00Z", ["10-03T15:45", "10-04T15:15"]],
    ["Australia/Lord_Howe", "01:45", "2026-04-04T00:00Z", ["04-04T14:45", "04-05T15:15"]],
  ])("two processes go through a change of clocks in %s (%s) together: each day once, at its time", async (zone, at, from, expected) => {
    const schedule = await daily({ zone, rule: { every: "day", at } }, from);
    const begin = Date.parse(from);
    for (let now = begin; now < begin + 44 * 3_600_000; now += 7 * 60_000) {
      await Promise.all([fire(new Date(now).toISOString()), fire(new Date(now - 2_000).toISOString())]);
    }
    expect(await told(schedule)).toEqual(expected.map((due) => `${due} waiting`));
  });
});

describe("after a time in which nothing ran", () => {
  const later = "2026-10-16T08:00:00Z";

  it("once: the last that was missed, late; the others are told of as skipped", async () => {
    const schedule = await daily({ missed: "once" });
    await fire(later);
    expect(await told(schedule)).toEqual(["10-14T00:00 skipped", "10-15T00:00 skipped", "10-16T00:00 waiting late"]);
  });

  it("skip: all are skipped", async () => {
    const schedule = await daily({ missed: "skip" });
    expect((await fire(later)).fired).toBe(0);
    expect(await told(schedule)).toEqual(["10-14T00:00 skipped", "10-15T00:00 skipped", "10-16T00:00 skipped"]);
    expect((await fire("2026-10-17T00:00:10Z")).fired).toBe(1);
  });

  it("within ten minutes nothing was missed", async () => {
    const schedule = await daily({ missed: "skip" });
    await fire("2026-10-14T00:09:59Z");
    expect(await told(schedule)).toEqual(["10-14T00:00 waiting"]);
  });
});

it("what is paused, removed or of a holiday does not fire", async () => {
  const paused = await daily();
  const removed = await daily();
  const resting = await daily({ holidays: "skip" });
  await db.database.owner.query("UPDATE app.report_schedule SET paused_at = '2026-10-13' WHERE id = $1", [paused]);
  await db.database.owner.query("UPDATE app.report_schedule SET removed_at = '2026-10-13' WHERE id = $1", [removed]);
  await db.database.owner.query("INSERT INTO app.holiday (day, name) VALUES ('2026-10-14', 'Founding day')");
  expect((await fire("2026-10-14T00:00:30Z")).fired).toBe(0);
  expect([await told(paused), await told(removed), await told(resting)]).toEqual([[], [], []]);
});

it("says when the next is due, if that is soon", async () => {
  await daily();
  expect((await fire("2026-10-13T23:50:00Z")).next).toBeNull();
  expect((await fire("2026-10-13T23:58:00Z")).next).toEqual(new Date("2026-10-14T00:00:00Z"));
});

it("a schedule that cannot be read is told of, and holds up no other", async () => {
  const broken = await daily();
  const sound = await daily();
  await db.database.owner.query(`UPDATE app.report_schedule SET timing = '{}' WHERE id = $1`, [broken]);
  errors.length = 0;
  expect((await fire("2026-10-14T00:00:30Z")).fired).toBe(1);
  expect(await told(sound)).toEqual(["10-14T00:00 waiting"]);
  expect(errors).toHaveLength(1);
});
