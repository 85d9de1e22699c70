import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeSignInSetting } from "@/lib/access/change-sign-in-settings";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { campus, event, happen, roll } from "../testing/campus";
import { LiveProcess, type SignedIn } from "../testing/live-process";
import type { Viewer } from "../testing/viewer";

const attendance = { kpi: "attendance-rate" } as const;

describe("what passes by itself", () => {
  const test = useTestDatabase();
  let web: LiveProcess;
  let admin: SignedIn;
  let today = Date.parse("2026-03-20T12:00:00+09:00");

  beforeAll(async () => {
    // Sessions outlast the days that pass here.
    await changeSignInSetting(test.database, "system", "idleMinutes", "1440");
    await changeSignInSetting(test.database, "system", "absoluteHours", "168");
    await happen(test.database, ...campus());
    web = await LiveProcess.open(test.database, { now: () => new Date(today) });
    admin = await web.signIn("admin", { kind: "institution" });
  });
  afterAll(() => web.close());

  /** Ends every connection to this database but the one that asks. */
  const cutDatabase = () =>
    test.database.owner.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
  const late = (viewer: Viewer) => {
    const heard = viewer.heard.findLast(({ event }) => event === "delta" || event === "snapshot");
    const head = heard?.event === "delta" ? heard.frame.head : heard?.event === "snapshot" ? heard.frame.answer : null;
    return head?.measures !== undefined && "late" in head.measures ? head.measures.late : undefined;
  };

  it("goes on after every connection to the database was ended, listeners among them", async () => {
    const viewer = await web.connect(admin);
    await viewer.subscribe("v", attendance);
    for (const n of [1, 2, 3]) {
      await cutDatabase();
      await happen(test.database, roll("mine", n, "late"));
      await viewer.until(() => late(viewer) === n);
    }
    expect(viewer.heard.filter(({ event }) => event === "closed" || event === "disconnect")).toEqual([]);
    const who = await web.signIn("admin", { kind: "institution" });
    const second = await web.connect(who);
    await second.subscribe("v", attendance);
    await cutDatabase();
    await web.sessions.end(who.sessionId);
    expect((await second.next("goodbye")).code).toBe("unauthenticated");
    viewer.close();
  });

  /** Five more came late everywhere, at a position so much further; nobody is notified. */
  const quietly = (positions: number, families: readonly string[]) =>
    test.database.owner.query(`
      DO $$ DECLARE cells regclass; BEGIN
        FOR cells IN SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'late'
          WHERE c.relname LIKE 'cell_attendance%' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        LOOP EXECUTE format('UPDATE %s SET late = late + 5', cells); END LOOP;
        UPDATE warehouse.feed_head SET position = position + ${positions};
        INSERT INTO warehouse.feed (position, ordinal, committed_at, family, term_key, section_key, org_unit_key, program_key)
        SELECT position, 1, now(), unnest('{${families.join()}}'::text[]), 0, 0, 0, 0 FROM warehouse.feed_head;
      END $$`);

  it("hears of changes whose notice was lost, and of those too many to be read", async () => {
    const viewer = await web.connect(admin);
    viewer.views.follow(attendance, "en");
    await viewer.next("snapshot");
    for (const [positions, families] of [
      [1, ["attendance"]],
      [1_000, []],
    ] as const) {
      const before = viewer.shown(attendance);
      await quietly(positions, families);
      await viewer.until(() => viewer.shown(attendance)?.value !== before?.value);
      const told = viewer.shown(attendance)?.watermark.position ?? 0;
      expect(BigInt(told)).toBe(BigInt(before?.watermark.position ?? 0) + BigInt(positions));
    }
    viewer.close();
  });

  it("answers for the new day when the institution's day turns, though nothing happened", async () => {
    const viewer = await web.connect(admin);
    const view = { kpi: "dropout-rate" } as const;
    await happen(
      test.database,
      event("registration.changed", {
        student: "00000000-0000-4000-8000-a00000000001",
        term: "t",
        program: "p-mine",
        status: "enrolled",
        effectiveOn: "2026-03-02",
      }),
      event("registration.changed", {
        student: "00000000-0000-4000-8000-a00000000001",
        term: "t",
        program: "p-mine",
        status: "withdrawn",
        effectiveOn: "2026-03-21",
      }),
    );
    viewer.views.follow(view, "en");
    await viewer.until(() => viewer.shown(view)?.n === 1);
    expect(viewer.shown(view)).toMatchObject({ value: 0, measures: { dropouts: 0, enrolledAtCensus: 1 } });
    const position = viewer.shown(view)?.watermark.position;
    const from = viewer.heard.length;
    today = Date.parse("2026-03-21T00:00:01+09:00");
    const turned = await viewer.next("snapshot", undefined, from); // other figures at one position: not a delta
    expect(turned.answer).toMatchObject({ value: 1, measures: { dropouts: 1, enrolledAtCensus: 1 } });
    expect(turned.position).toBe(position);
    viewer.close();
  });

  it("answers under a new policy, though nothing happened", async () => {
    const viewer = await web.connect(admin);
    viewer.views.follow(attendance, "en");
    await viewer.until(() => viewer.shown(attendance)?.policyVersion === 1);
    await test.database.owner.query(
      "INSERT INTO app.policy SELECT 2, '-infinity', jsonb_set(document, '{attendance,lateWeight}', '0.5') FROM app.policy WHERE version = 1",
    );
    await viewer.until(() => viewer.shown(attendance)?.policyVersion === 2);
    viewer.close();
  });
});
