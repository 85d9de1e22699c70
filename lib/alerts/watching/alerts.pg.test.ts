import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { saySettled } from "@/lib/kpis/testing/settling";
import { campus, event, happen, roll, studentOf } from "@/lib/live/testing/campus";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { AlertProcess, enter, eventsOf, putRule, stateOf, untilWritten } from "../testing/alert-process";

const everywhere = { kind: "institution" } as const;
/** 12 students of `mine`, of whom 3 were absent: 75 %. */
const rate = (attended: number) => Array.from({ length: 12 }, (_, n) => roll("mine", n, n < attended ? "present" : "absent"));
const mine = { kind: "departments", id: "u-mine" } as const;

describe("alerts on the feed", () => {
  const test = useTestDatabase();
  const open: AlertProcess[] = [];
  const start = async (options?: Parameters<typeof AlertProcess.open>[1]) => {
    const made = await AlertProcess.open(test.database, options);
    open.push(made);
    return made;
  };
  const kinds = async (rule: string) => (await eventsOf(test.database, rule)).map(({ kind }) => kind);
  const until = (holds: () => Promise<boolean>) => untilWritten(test.database, holds);
  const notificationsOf = async (user: string) => {
    const found = await test.database.owner.query<{ kind: string; link: string; detail: Record<string, unknown> }>(
      "SELECT kind, link, detail FROM app.notification WHERE user_id = $1 ORDER BY at, id",
      [user],
    );
    return found.rows;
  };

  beforeAll(() => happen(test.database, ...campus()));
  afterEach(async () => {
    for (const one of open.splice(0)) {
      await one.close();
      expect(one.errors).toEqual([]);
    }
    await test.database.owner.query("DELETE FROM app.alert_rule");
    await happen(test.database, ...rate(9));
  });

  it("ALERT-1: fires within a second of the batch, with the number, its scope, its reason and its link; and is over again", async () => {
    const dean = await enter(test.database, "dean", { kind: "org-units", orgUnits: ["u-mine"] });
    const rule = await putRule(test.database, dean, { place: mine, condition: { when: "below", value: 0.6 }, band: 0.1, minimumN: 12 });
    await start();
    await happen(test.database, ...rate(6));
    const began = performance.now();
    await until(async () => (await kinds(rule)).length > 0);
    expect(performance.now() - began).toBeLessThan(1_000);
    const [fired] = await eventsOf(test.database, rule);
    expect(fired).toMatchObject({ kind: "fired", detail: { figure: { value: 0.5, n: 12 } } });
    const [told] = await notificationsOf(dean);
    expect(told).toMatchObject({
      kind: "alert.fired",
      link: "/departments/u-mine",
      detail: {
        rule: { id: rule, name: "A rule" },
        place: { en: "mine", ko: "mine" },
        watch: { condition: { when: "below", value: 0.6 } },
      },
    });
    await happen(test.database, ...rate(9));
    await until(async () => (await kinds(rule)).length > 1);
    expect(await kinds(rule)).toEqual(["fired", "resolved"]);
    expect((await notificationsOf(dean)).map(({ kind }) => kind)).toEqual(["alert.fired", "alert.resolved"]);
  });

  it("ALERT-1: a figure that settles is no reading, what it has settled to is one", async () => {
    const user = await enter(test.database, "admin", everywhere);
    const rule = await putRule(test.database, user, { place: mine, condition: { when: "below", value: 0.6 }, band: 0.1 });
    await saySettled(test.database, false);
    await start();
    await happen(test.database, ...rate(6)); // which is all of what is to come, or half of it: nobody knows
    await happen(test.database, ...rate(9));
    await saySettled(test.database, true);
    await happen(test.database, ...rate(5));
    await until(async () => (await kinds(rule)).length > 0);
    const [fired] = await eventsOf(test.database, rule);
    expect(fired).toMatchObject({ kind: "fired", detail: { figure: { n: 12 } } });
    expect(Number(Reflect.get(Object(Reflect.get(Object(fired?.detail), "figure")), "value"))).toBeCloseTo(5 / 12);
  });

  it("ALERT-1: does not flap about the line, whoever else watches the same", async () => {
    const user = await enter(test.database, "admin", everywhere);
    const below = { place: mine, condition: { when: "below", value: 0.6 } } as const;
    const calm = await putRule(test.database, user, { ...below, band: 0.2 });
    const nervous = await putRule(test.database, user, { ...below, band: 0 });
    await start();
    for (let turn = 1; turn <= 3; turn += 1) {
      await happen(test.database, ...rate(7)); // 58 %
      await until(async () => (await kinds(nervous)).length === 2 * turn - 1);
      await happen(test.database, ...rate(8)); // 67 %
      await until(async () => (await kinds(nervous)).length === 2 * turn);
    }
    await happen(test.database, ...rate(11));
    await until(async () => (await kinds(calm)).length === 2);
    expect(await kinds(calm)).toEqual(["fired", "resolved"]);
  });

  it("ALERT-2: of two processes one fires, and the other goes on where the first is gone", async () => {
    const user = await enter(test.database, "admin", everywhere);
    const rule = await putRule(test.database, user, { place: mine, condition: { when: "below", value: 0.6 }, band: 0.1 });
    const [first] = [await start(), await start()];
    await happen(test.database, ...rate(6));
    await until(async () => (await kinds(rule)).length > 0);
    open.splice(open.indexOf(first), 1);
    await first.close();
    await happen(test.database, ...rate(9));
    await until(async () => (await kinds(rule)).length > 1);
    await happen(test.database, ...rate(5));
    await until(async () => (await kinds(rule)).length > 2);
    expect(await kinds(rule)).toEqual(["fired", "resolved", "fired"]);
  });

  it("ALERT-2: a restart goes on from what was kept: what had fired does not fire again", async () => {
    const user = await enter(test.database, "admin", everywhere);
    const rule = await putRule(test.database, user, { place: mine, condition: { when: "below", value: 0.6 }, band: 0.1 });
    const first = await start();
    await happen(test.database, ...rate(6));
    await until(async () => (await kinds(rule)).length > 0);
    open.splice(open.indexOf(first), 1);
    await first.close();
    await happen(test.database, ...rate(5));
    await start();
    await happen(test.database, ...rate(9));
    await until(async () => (await kinds(rule)).length > 1);
    expect(await kinds(rule)).toEqual(["fired", "resolved"]);
  });

  it.each([
    ["", "2026-03-19T03:00:00Z"],
    [" and midnight passes", "2026-03-19T14:45:00Z"],
  ])("waits for its minimum time, by the clock where nothing more comes%s", async (_, began) => {
    const sinceThen = Date.parse(began) - Date.now();
    let ahead = sinceThen;
    const user = await enter(test.database, "admin", everywhere);
    const rule = await putRule(test.database, user, { place: mine, condition: { when: "below", value: 0.6 }, minimumMinutes: 30 });
    await start({ now: () => new Date(Date.now() + ahead) });
    await happen(test.database, ...rate(6));
    await until(async () => (await stateOf(test.database, rule)) === "pending");
    expect(await kinds(rule)).toEqual([]);
    ahead = sinceThen + 30 * 60_000;
    await until(async () => (await kinds(rule)).length > 0);
    expect(await kinds(rule)).toEqual(["fired"]);
  });

  it("SCOPE-1: pauses where its owner's scope ends, says so, fires no more, and goes on when it is back", async () => {
    const dean = await enter(test.database, "dean", { kind: "org-units", orgUnits: ["u-mine"] });
    const rule = await putRule(test.database, dean, { place: mine, condition: { when: "below", value: 0.6 }, band: 0.1 });
    await start();
    const scope = (units: string[]) =>
      test.database.owner.query("UPDATE app.role_grant SET scope = $2::jsonb WHERE user_id = $1", [
        dean,
        JSON.stringify({ kind: "org-units", orgUnits: units }),
      ]);
    await scope(["u-foreign"]);
    await until(async () => (await kinds(rule)).length > 0);
    await happen(test.database, ...rate(6));
    expect(await kinds(rule)).toEqual(["held"]);
    expect(JSON.stringify(await notificationsOf(dean))).not.toContain('"mine"');
    await scope(["u-mine"]);
    await until(async () => (await kinds(rule)).includes("fired"));
    expect((await kinds(rule)).sort()).toEqual(["fired", "held", "resumed"]);
    await test.database.owner.query("UPDATE app.role_grant SET revoked_at = now() WHERE user_id = $1", [dean]);
    await until(async () => (await kinds(rule)).length > 3);
    expect((await kinds(rule)).filter((kind) => kind === "held")).toHaveLength(2);
  });

  it("CELL-1: a reader of released figures is told of releases only", async () => {
    const viewer = await enter(test.database, "viewer", { kind: "org-units", orgUnits: ["u-mine"] });
    const admin = await enter(test.database, "admin", everywhere);
    const small = { condition: { when: "below", value: 0.72 }, band: 0, place: mine } as const;
    const [seen, exact] = [await putRule(test.database, viewer, small), await putRule(test.database, admin, small)];
    await start();
    await happen(test.database, roll("mine", 8, "absent")); // one student: nothing is released
    await until(async () => (await kinds(exact)).length > 0);
    expect(await kinds(seen)).toEqual([]);
    await happen(test.database, ...rate(2)); // ten students
    await until(async () => (await kinds(seen)).length > 0);
    // Never the one student's 67 %.
    expect(await eventsOf(test.database, seen)).toMatchObject([{ kind: "fired", detail: { figure: { value: 2 / 12 } } }]);
  });

  it("is muted for a time: what happens is kept, and nobody is told", async () => {
    const user = await enter(test.database, "admin", everywhere);
    const rule = await putRule(test.database, user, { place: mine, condition: { when: "below", value: 0.6 }, band: 0.1 });
    await test.database.owner.query("UPDATE app.alert_rule SET muted_until = now() + interval '1 hour' WHERE id = $1", [rule]);
    await start();
    await happen(test.database, ...rate(6));
    await until(async () => (await kinds(rule)).length > 0);
    expect(await eventsOf(test.database, rule)).toMatchObject([{ kind: "fired", muted: true }]);
    expect(await notificationsOf(user)).toEqual([]);
  });

  it("a rule that cannot be read is told, and keeps no other from firing", async () => {
    const user = await enter(test.database, "admin", everywhere);
    const broken = await putRule(test.database, user, { place: mine });
    await test.database.owner.query(`UPDATE app.alert_rule SET watch = watch || '{"over": "a fortnight"}' WHERE id = $1`, [broken]);
    const rule = await putRule(test.database, user, { place: mine, condition: { when: "below", value: 0.6 }, minimumN: 12 });
    const alerts = await start();
    await happen(test.database, ...rate(6));
    await until(async () => (await kinds(rule)).length > 0);
    expect(await kinds(broken)).toEqual([]);
    expect(alerts.errors.length).toBeGreaterThan(0);
    for (const error of alerts.errors.splice(0)) expect(error).toMatchObject({ facts: { rule: broken } });
  });

  it("fires where a source is silent", async () => {
    let ahead = 0;
    const user = await enter(test.database, "engineer", everywhere);
    const rule = await putRule(test.database, user, { condition: { when: "stale", source: "urn:t", minutes: 1 }, band: 0 });
    await happen(test.database, event("attendance.recorded", { meeting: "m-mine", student: studentOf("mine", 0), status: "present" }));
    await start({ now: () => new Date(Date.now() + ahead) });
    await test.database.owner.query("UPDATE warehouse.watermark SET arrived_at = arrived_at - interval '2 minutes'");
    await until(async () => (await kinds(rule)).length > 0);
    ahead = 0;
    expect(await eventsOf(test.database, rule)).toMatchObject([
      { kind: "fired", detail: { figure: { unit: "minutes", source: "urn:t" } } },
    ]);
  });
});
