import { beforeAll, describe, expect, it } from "vitest";
import { drainOnce } from "@/lib/aggregator/testing/drain";
import { appendToLog } from "@/lib/aggregator/testing/log-fixture";
import { openDatabase } from "@/lib/platform/database";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { type PlainScope, type Scope, unionOf } from "./scope";
import { withScopedRead } from "./scoped-read";

const mine = "00000000-0000-4000-8000-00000000000a";
const foreign = "00000000-0000-4000-8000-00000000000b";
const lecturer = "00000000-0000-4000-8000-0000000000c1";
const advisor = "00000000-0000-4000-8000-0000000000d1";
const at = "2026-03-09T01:00:00Z";
const event = (id: string, type: string, data: Record<string, unknown>) => ({
  id,
  type,
  source: "urn:t",
  occurredAt: at,
  recordedAt: at,
  data,
});

/** Two departments, a section in each, one student in each; the advisor advises the foreign one. */
const events = ["mine", "foreign"].flatMap((side) => {
  const student = side === "mine" ? mine : foreign;
  return [
    event(`u-${side}`, "org-unit.defined", { orgUnit: `u-${side}`, name: side, kind: "department" }),
    event(`p-${side}`, "program.defined", { program: `p-${side}`, name: side, orgUnit: `u-${side}` }),
    event(`c-${side}`, "course.defined", { course: `c-${side}`, title: side, orgUnit: `u-${side}` }),
    event(`s-${side}`, "section.defined", {
      section: `s-${side}`,
      course: `c-${side}`,
      term: "t",
      instructors: side === "mine" ? [lecturer] : [],
    }),
    event(`st-${side}`, "student.defined", { student, program: `p-${side}`, advisor: side === "mine" ? null : advisor }),
    event(`e-${side}`, "enrollment.changed", { section: `s-${side}`, student, status: "enrolled", effectiveOn: "2026-03-02" }),
    event(`r-${side}`, "registration.changed", { student, term: "t", status: "enrolled", effectiveOn: "2026-03-02" }),
    event(`m-${side}`, "meeting.changed", { meeting: `m-${side}`, section: `s-${side}`, startsAt: at, status: "held" }),
    event(`a-${side}`, "attendance.recorded", { meeting: `m-${side}`, student, status: "absent" }),
    event(`as-${side}`, "assessment.defined", { assessment: `as-${side}`, section: `s-${side}`, title: "x", weight: 1, maxScore: 100 }),
    event(`sc-${side}`, "score.recorded", { assessment: `as-${side}`, student, score: 50 }),
    event(`g-${side}`, "grade.posted", { section: `s-${side}`, student, scale: "4.5", letter: "F", state: "final" }),
    event(`x-${side}`, "activity.observed", { student, section: `s-${side}`, kind: "view", count: 1 }),
    event(`k-${side}`, "contact.noted", { contact: `k-${side}`, student, channel: "mail" }),
  ];
});

/** Each row once more, with other content: what it was goes to the history. */
const corrections = ["mine", "foreign"].flatMap((side) => {
  const student = side === "mine" ? mine : foreign;
  const again = (id: string, type: string, data: Record<string, unknown>) => ({
    ...event(`${id}-${side}-2`, type, data),
    recordedAt: "2026-03-10T01:00:00Z",
  });
  return [
    again("st", "student.defined", { student, program: `p-${side}`, yearOfStudy: 2, advisor: side === "mine" ? null : advisor }),
    again("e", "enrollment.changed", { section: `s-${side}`, student, status: "completed", effectiveOn: "2026-03-02" }),
    again("r", "registration.changed", { student, term: "t", status: "leave", effectiveOn: "2026-03-02" }),
    again("a", "attendance.recorded", { meeting: `m-${side}`, student, status: "present" }),
    again("sc", "score.recorded", { assessment: `as-${side}`, student, score: 60 }),
    again("g", "grade.posted", { section: `s-${side}`, student, scale: "4.5", letter: "A+", state: "final" }),
    again("x", "activity.observed", { student, section: `s-${side}`, kind: "view", count: 1 }),
    again("k", "contact.noted", { contact: `k-${side}`, student, channel: "phone" }),
  ];
});

const guarded = [
  "dim_student",
  "dim_student_version",
  "fact_attendance",
  "fact_enrollment",
  "fact_registration",
  "fact_score",
  "fact_grade",
  "fact_activity",
  "fact_contact",
  "cell_attendance_student",
  "cell_activity_student",
];

describe("scope", () => {
  const test = useTestDatabase();

  beforeAll(async () => {
    // A student is first known from a contact alone, so that there is something to be known better.
    await appendToLog(
      test.database,
      events.filter(({ type }) => type === "contact.noted"),
    );
    await drainOnce(test.database, "UTC");
    await appendToLog(test.database, [
      event("t", "term.defined", { term: "t", name: "T", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-30" }),
      ...events.filter(({ type }) => type !== "contact.noted"),
    ]);
    await drainOnce(test.database, "UTC");
    known = await position();
    await appendToLog(test.database, corrections);
    await drainOnce(test.database, "UTC");
  });

  /** The feed's position before the corrections. */
  let known = "";
  const position = async () => {
    const head = await test.database.owner.query<{ position: string }>("SELECT position FROM warehouse.feed_head");
    return head.rows[0]?.position ?? "";
  };

  /** Every row that the database gives away when the application forgets its own filter. */
  const visible = (scope: Scope, table: string, schema: "warehouse" | "history" | "past" = "warehouse") =>
    withScopedRead(test.database, scope, async (read) => {
      // As whoever writes their own SQL would: a position is no secret, and no right.
      await read.query("SELECT set_config('bellwether.position', $1, true)", [known]);
      const rows = await read.query<{ student: string }>(`SELECT DISTINCT student FROM ${schema}.${table} ORDER BY 1`);
      return rows.rows.map((row) => (row.student === mine ? "mine" : "foreign"));
    });

  const kept = guarded.filter((table) => !table.startsWith("cell_"));
  const everywhere = [
    ...guarded.map((table) => ["warehouse", table] as const),
    ...guarded.map((table) => ["past", table] as const),
    ...kept.map((table) => ["history", table] as const),
  ];
  it.each(everywhere)("SCOPE-2: %s.%s gives each scope its own students and nothing else, without any filter", async (schema, table) => {
    expect(await visible({ kind: "none" }, table, schema)).toEqual([]);
    expect(await visible({ kind: "institution" }, table, schema)).toEqual(["mine", "foreign"]);
    expect(await visible({ kind: "org-units", orgUnits: ["u-mine"] }, table, schema)).toEqual(["mine"]);
    expect(await visible({ kind: "courses", courses: ["c-foreign"] }, table, schema)).toEqual(["foreign"]);
    expect(await visible({ kind: "sections", sections: ["s-mine"] }, table, schema)).toEqual(["mine"]);
    expect(await visible({ kind: "sections", sections: ["unknown", "'; DROP TABLE x --"] }, table, schema)).toEqual([]);
    expect(await visible({ kind: "instructor", person: lecturer }, table, schema)).toEqual(["mine"]);
    expect(await visible({ kind: "instructor", person: foreign }, table, schema)).toEqual([]);
    expect(await visible({ kind: "advisor", person: advisor }, table, schema)).toEqual(["foreign"]);
    expect(await visible({ kind: "students", students: [mine] }, table, schema)).toEqual(["mine"]);
    expect(await visible({ kind: "students", students: [lecturer] }, table, schema)).toEqual([]);
    const both: PlainScope[] = [
      { kind: "students", students: [mine] },
      { kind: "advisor", person: advisor },
    ];
    expect(await visible(unionOf(both), table, schema)).toEqual(["mine", "foreign"]);
    expect(
      await visible(
        {
          kind: "union",
          scopes: [
            { kind: "instructor", person: lecturer },
            { kind: "advisor", person: advisor },
          ],
        },
        table,
        schema,
      ),
    ).toEqual(["mine", "foreign"]);
  });

  it("SCOPE-2: every table with a student is guarded", async () => {
    const tables = await test.database.owner.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('student', 'students') AND a.atttypid IN ('uuid'::regtype, 'uuid[]'::regtype)
       WHERE n.nspname IN ('warehouse', 'history') AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT c.relrowsecurity`,
    );
    expect(tables.rows).toEqual([]);
    const views = await test.database.owner.query<{ invoker: boolean; count: number }>(
      `SELECT coalesce(reloptions @> '{security_invoker=true}', false) AS invoker, count(*)::int AS count FROM pg_class
       WHERE relnamespace = 'past'::regnamespace AND relkind IN ('v', 'm', 'r', 'p', 'f') GROUP BY 1`,
    );
    expect(views.rows).toEqual([{ invoker: true, count: expect.any(Number) }]);
  });

  it("SCOPE-2: without a scope, around the parents and beyond the warehouse there is nothing", async () => {
    for (const table of guarded) expect((await test.database.reader.query(`SELECT FROM warehouse.${table}`)).rowCount).toBe(0);
    for (const table of kept) expect((await test.database.reader.query(`SELECT FROM history.${table}`)).rowCount).toBe(0);
    // Without a position the past is empty for whoever may see everything, too.
    for (const table of [...guarded, "cell_attendance", "cell_meeting", "cell_grade", "dim_section"]) {
      const all = await withScopedRead(test.database, { kind: "institution" }, (read) => read.query(`SELECT FROM past.${table}`));
      expect([table, all.rowCount]).toEqual([table, 0]);
    }
    for (const sql of [
      "SELECT FROM warehouse.fact_attendance_p0",
      "INSERT INTO history.fact_contact SELECT *, 1 FROM warehouse.fact_contact",
      "DELETE FROM history.fact_attendance",
      "SELECT FROM vault.person",
      "SELECT FROM log.event",
      'SELECT FROM app."user"',
      "SELECT FROM app.api_key",
      "UPDATE warehouse.cell_attendance SET present = 0",
      "DELETE FROM warehouse.fact_grade",
    ]) {
      await expect(test.database.reader.query(sql)).rejects.toThrow(/permission denied/);
    }
  });

  it("SCOPE-2: what a scope reaches is reckoned once a transaction, and never taken for another scope's or another transaction's", async () => {
    const client = await test.database.reader.connect();
    const reached = async () => {
      const rows = await client.query<{ all: unknown }>(
        `SELECT json_build_array(warehouse.scope_org_units(), warehouse.scope_programs(), warehouse.scope_sections(),
           warehouse.scope_advisees(), warehouse.scope_advised_sections()) AS all`,
      );
      return JSON.stringify(rows.rows[0]?.all);
    };
    const under = async (scope: object) => {
      await client.query("SELECT set_config('bellwether.scope', $1, true)", [JSON.stringify(scope)]);
      return [await reached(), await reached()];
    };
    try {
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      const [first, kept] = await under({ orgUnits: ["u-mine"] });
      expect(kept).toBe(first);
      expect(first).not.toBe("[[],[],[],[],[]]");
      const [other, again] = await under({ orgUnits: ["u-foreign"], advisors: [advisor] });
      expect(again).toBe(other);
      expect(other).not.toBe(first);
      expect(await under({ orgUnits: ["u-mine"] })).toEqual([first, first]);
      expect(await under({})).toEqual(["[[],[],[],[],[]]", "[[],[],[],[],[]]"]);
      await client.query("COMMIT");
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      const left = await client.query("SELECT nullif(current_setting('bellwether.kept_sections', true), '') AS kept");
      expect(left.rows).toEqual([{ kept: null }]);
      expect(await reached()).toBe("[[],[],[],[],[]]");
      await client.query("ROLLBACK");
    } finally {
      client.release(true);
    }
  });

  it("SCOPE-2: options in the database's address do not take the reader's role away", async () => {
    const url = new URL(test.url);
    url.searchParams.set("options", "-c search_path=public");
    const database = await openDatabase(url.href);
    try {
      const who = await withScopedRead(database, { kind: "none" }, (read) => read.query("SELECT current_user AS who"));
      expect(who.rows).toEqual([{ who: "bellwether_reader" }]);
      const seen = await withScopedRead(database, { kind: "none" }, (read) => read.query("SELECT FROM warehouse.dim_student"));
      expect(seen.rowCount).toBe(0);
    } finally {
      await database.close();
    }
  });

  it("a question that takes too long is given up by the database, and the reader hears so", async () => {
    const slow = withScopedRead(test.database, { kind: "institution" }, async (read) => {
      expect((await read.query<{ statement_timeout: string }>("SHOW statement_timeout")).rows).toEqual([{ statement_timeout: "30s" }]);
      await read.query("SET LOCAL statement_timeout = 20");
      return read.query("SELECT pg_sleep(60)");
    });
    await expect(slow).rejects.toMatchObject({ code: "unavailable" });
    const again = await withScopedRead(test.database, { kind: "institution" }, (read) => read.query("SHOW statement_timeout"));
    expect(again.rows).toEqual([{ statement_timeout: "30s" }]);
  });
});
