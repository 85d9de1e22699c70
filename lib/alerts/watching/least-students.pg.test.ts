import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { principalOfUser } from "@/lib/access/principal-of-user";
import type { Role } from "@/lib/access/roles";
import { answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import { campus, event, happen, roll, studentOf, zone } from "@/lib/live/testing/campus";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { backTest } from "../past/back-test";
import { countStudents } from "../rules/count-students";
import type { Watch } from "../rules/rule-shape";
import { AlertProcess, enter, eventsOf, putRule, untilWritten } from "../testing/alert-process";
import { watchOf } from "../testing/watches";

/** Two meetings of 24 others each in one week: 24 students are sure, and there are 48. */
const students = { mine: 24, foreign: 24 };
const each = (status: (n: number) => string) =>
  (["mine", "foreign"] as const).flatMap((side) => Array.from({ length: students[side] }, (_, n) => roll(side, n, status(n))));
const low = () => each((n) => (n % 2 === 0 ? "absent" : "present"));
const high = () => each(() => "present");
const inThatWeek = new Date("2026-03-11T03:00:00Z");
const afterTheTerm = new Date("2026-09-01T03:00:00Z");
const weekly = { over: "week", condition: { when: "below", value: 0.6 }, band: 0.1 } as const;

describe("rules that say nothing of few students", () => {
  const test = useTestDatabase();
  const open: AlertProcess[] = [];
  const user = (role: Role) => enter(test.database, role, { kind: "institution" });
  const kinds = async (rule: string) => (await eventsOf(test.database, rule)).map(({ kind }) => kind);
  /** Until so many things have become of each. */
  const untilEach = (rules: readonly string[], events: number) =>
    untilWritten(test.database, async () => (await Promise.all(rules.map(kinds))).every(({ length }) => length >= events));
  const principal = async (id: string) => {
    const found = await principalOfUser(test.database.owner, id, { now: inThatWeek, demo: false });
    if (found === null) throw new Error("Nobody is there.");
    return found.principal;
  };
  const asking = (now: Date) => ({ database: test.database, timeZone: zone, now, locale: "en" }) as const;
  const tested = async (owner: string, watch: Partial<Watch>) =>
    (await backTest(asking(afterTheTerm), await principal(owner), watchOf(watch))).firings;

  beforeAll(() => happen(test.database, ...campus(students), ...high()));
  afterEach(async () => {
    for (const one of open.splice(0)) {
      await one.close();
      expect(one.errors).toEqual([]);
    }
    await test.database.owner.query("DELETE FROM app.alert_rule");
    await happen(test.database, ...high());
  });
  const start = async () => {
    const ahead = inThatWeek.getTime() - Date.now();
    open.push(await AlertProcess.open(test.database, { now: () => new Date(Date.now() + ahead) }));
  };

  it("ALERT-1: go by who there is, not by how many are sure, and are over again", async () => {
    const admin = await user("admin");
    const put = (minimumN: number) => putRule(test.database, admin, { ...weekly, minimumN });
    const [enough, all, more] = [await put(40), await put(48), await put(49)];
    await start();
    await happen(test.database, ...low());
    await untilEach([enough, all], 1);
    for (const rule of [enough, all])
      expect(await eventsOf(test.database, rule)).toMatchObject([
        { kind: "fired", detail: { figure: { n: 48, nExact: true, value: 0.5 } } },
      ]);
    // One more student makes enough for the last.
    await happen(
      test.database,
      event("student.defined", { student: studentOf("mine", 24), program: "p-mine", advisor: null }),
      roll("mine", 24, "absent"),
    );
    await untilEach([more], 1);
    expect(await eventsOf(test.database, more)).toMatchObject([{ kind: "fired", detail: { figure: { n: 49 } } }]);
    await happen(test.database, ...high());
    await untilEach([enough, all, more], 2);
    const last = async (rule: string) => (await eventsOf(test.database, rule)).at(-1);
    // Who was counted before there was one more is counted again once it is told.
    for (const rule of [enough, all, more])
      expect(await last(rule)).toMatchObject({ kind: "resolved", detail: { figure: { n: 49, nExact: true } } });
    for (const rule of [enough, all, more]) expect(await kinds(rule)).toEqual(["fired", "resolved"]);
    await happen(test.database, roll("mine", 24, "excused"));
  });

  it("tell of how many students the figure is, where a lower bound was enough to go by", async () => {
    const [admin, viewer] = [await user("admin"), await user("viewer")];
    const [counted, released] = [
      await putRule(test.database, admin, { ...weekly, minimumN: 10 }),
      await putRule(test.database, viewer, { ...weekly, minimumN: 10 }),
    ];
    await start();
    await happen(test.database, ...low());
    await untilEach([counted, released], 1);
    expect(await eventsOf(test.database, counted)).toMatchObject([{ kind: "fired", detail: { figure: { n: 48, nExact: true } } }]);
    expect(await eventsOf(test.database, released)).toMatchObject([{ kind: "fired", detail: { figure: { nExact: false } } }]);
  });

  it("say of the past what they say live", async () => {
    const admin = await user("admin");
    const other = { ...weekly, condition: { when: "fell", by: 0.1, against: "week-before" } } as const;
    await happen(test.database, ...low());
    const never = await putRule(test.database, admin, { ...weekly, minimumN: 49 });
    const fires = await putRule(test.database, admin, { ...weekly, minimumN: 48 });
    await start();
    await untilEach([fires], 1);
    expect(await kinds(never)).toEqual([]);
    expect(await tested(admin, { ...weekly, minimumN: 48 })).toMatchObject([{ day: "2026-03-15", value: 0.5, n: 48, nExact: true }]);
    expect(await tested(admin, { ...weekly, minimumN: 49 })).toEqual([]);
    expect(await tested(admin, { ...weekly, minimumN: 24 })).toMatchObject([{ n: 24, nExact: false }]);
    // Of the term so far the live figure has an exact number, and the past is asked up to a day.
    expect(await tested(admin, { ...weekly, over: "term", minimumN: 48 })).toMatchObject([{ day: "2026-03-15", n: 48, nExact: true }]);
    expect(await tested(admin, { ...weekly, over: "term", minimumN: 49 })).toEqual([]);
    // Nothing to be held against: no number of students makes up for that.
    expect(await tested(admin, { ...other, minimumN: 48 })).toEqual([]);
  });

  it("CELL-1: of released figures nobody is counted beyond what was released", async () => {
    const viewer = await user("viewer");
    const view = { kpi: "attendance-rate", from: "2026-03-09", to: "2026-03-15" } as const;
    const eyes = await principal(viewer);
    expect(await countStudents(asking(inThatWeek), eyes, view, 40)).toBeNull();
    expect(await answerKpi({ ...asking(inThatWeek), countedBelow: 40 }, eyes, checkKpiQuery(view))).toMatchObject({ n: 20, nExact: false });
    const counted = await putRule(test.database, viewer, { ...weekly, minimumN: 40 });
    const sure = await putRule(test.database, viewer, { ...weekly, minimumN: 20 });
    await start();
    await happen(test.database, ...low());
    await untilEach([sure], 1);
    await happen(test.database, ...high());
    await untilEach([sure], 2);
    expect(await kinds(counted)).toEqual([]);
  });

  it("are about the term under way, as its page is, and not about another one that has the same days", async () => {
    const beside = { term: "beside", section: "s-beside" };
    await happen(
      test.database,
      event("term.defined", {
        term: beside.term,
        name: "Beside",
        academicYear: "2026",
        startsOn: "2026-02-01",
        endsOn: "2026-07-31",
        censusOn: "2026-03-01",
      }),
      event("section.defined", { section: beside.section, course: "c-mine", term: beside.term, instructors: [] }),
      event("meeting.changed", { meeting: "m-beside", section: beside.section, startsAt: "2026-03-11T01:00:00Z", status: "held" }),
      ...Array.from({ length: 30 }, (_, n) =>
        event("attendance.recorded", { meeting: "m-beside", student: studentOf("mine", 100 + n), status: "absent" }),
      ),
    );
    const [admin, viewer] = [await user("admin"), await user("viewer")];
    const [exact, released] = [
      await putRule(test.database, admin, { ...weekly, minimumN: 40 }),
      await putRule(test.database, viewer, { ...weekly, minimumN: 20 }),
    ];
    await start();
    await happen(test.database, ...low());
    await untilEach([exact, released], 1);
    for (const rule of [exact, released]) {
      const [fired] = await eventsOf(test.database, rule);
      expect(fired).toMatchObject({ kind: "fired", detail: { figure: { value: 0.5 } } });
    }
  });
});
