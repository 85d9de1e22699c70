import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AsOf } from "@/lib/access/as-of";
import type { Scope } from "@/lib/access/scope";
import { type ScopedRead, withScopedRead } from "@/lib/access/scoped-read";
import { applyBatch } from "@/lib/aggregator/apply-batch";
import { batchTables } from "@/lib/aggregator/delta";
import type { Lease } from "@/lib/aggregator/leases";
import { consumeBatch } from "@/lib/aggregator/take-batch";
import { eventSet } from "@/lib/aggregator/testing/generate-events";
import { appendToLog, emptyWarehouse } from "@/lib/aggregator/testing/log-fixture";
import { verify } from "@/lib/aggregator/verify/verify";
import { stageBatch } from "@/lib/event-log/postgres/stage-batch";
import { isBellwetherError } from "@/lib/platform/errors";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { propertyRuns } from "@/lib/platform/testing/property-runs";
import { findCourse, findDepartment, findSection } from "@/lib/warehouse/queries/find-place";
import { getRunningGrades } from "@/lib/warehouse/queries/get-running-grades";
import { getSectionRoll } from "@/lib/warehouse/queries/get-section-roll";
import { getSectionStudents } from "@/lib/warehouse/queries/get-section-students";
import { getStudent } from "@/lib/warehouse/queries/get-student";
import { getStudentScores } from "@/lib/warehouse/queries/get-student-scores";
import { listAdvisees } from "@/lib/warehouse/queries/list-advisees";
import { listOwnSections } from "@/lib/warehouse/queries/list-own-sections";
import { listTerms } from "@/lib/warehouse/queries/list-terms";
import { listUnitNames } from "@/lib/warehouse/queries/list-unit-names";
import { computeKpi } from "./compute-kpi";
import { kpiDefinitions } from "./definitions";
import { readPolicy } from "./read-policy";
import { type KpiQuery, type KpiRequest, kpiRequestSchema } from "./request";

const zone = "Asia/Seoul";
const patience = 300_000;
const person = "00000000-0000-4000-8000-000000000001";
const scopes = {
  institution: { kind: "institution" },
  dean: { kind: "org-units", orgUnits: ["u1"] },
  lecturer: { kind: "instructor", person },
  advisor: { kind: "advisor", person },
  students: { kind: "students", students: [person] },
} as const satisfies Record<string, Scope>;
type Who = keyof typeof scopes;
const who: readonly Who[] = ["institution", "dean", "lecturer", "advisor", "students"];

/** Something to be asked of a read, now or as of then. */
type Question = { name: string; ask: (read: ScopedRead) => Promise<unknown> };

/** Every KPI by each of its breakdowns and under each of its filters, some of both at once. */
const requests: readonly KpiRequest[] = kpiDefinitions.flatMap((definition) => {
  const can = (filter: (typeof definition.filters)[number]) => definition.filters.includes(filter);
  const places: Omit<KpiQuery, "kpi">[] = [
    {},
    { term: "t2" },
    { orgUnit: "u1" },
    { course: "c1" },
    { section: "s1" },
    ...(can("program") ? [{ program: "p1" }] : []),
    ...(can("from") ? [{ from: "2026-03-02", to: "2026-03-03" }] : can("to") ? [{ to: "2026-03-03" }] : []),
    ...(can("state") ? [{ state: "provisional" as const }] : []),
    { compare: "previous-year" as const, term: "t1" },
  ];
  const [first, second] = definition.groupings;
  const breakdowns = [...definition.groupings, ...(second === undefined ? [] : [`${first},${second}`])].map((groupBy) => ({ groupBy }));
  const both = [
    { orgUnit: "u1", groupBy: "section" },
    { course: "c1", groupBy: "program" },
  ].filter(({ groupBy }) => definition.groupings.some((grouping) => grouping === groupBy));
  return [...places, ...breakdowns, ...both].map((query) => kpiRequestSchema.parse({ kpi: definition.id, ...query }));
});

const today = "2026-04-01";
const reader = { studentLevel: true, locale: "en", today } as const;
/** The answer but for the clock of the asking. */
const figures: readonly Question[] = requests.map((request) => ({
  name: JSON.stringify(request),
  async ask(read) {
    const { watermark, ...answer } = await computeKpi(read, request, reader);
    return { ...answer, position: watermark.position, sources: watermark.sources.map(({ source, eventTime }) => [source, eventTime]) };
  },
}));
const danger = { absenceLimit: 0.25, chronicRate: 0.5, chronicMinimum: 1 };
/** What pages read. */
const pages: readonly Question[] = [
  { name: "terms", ask: (read) => listTerms(read, today) },
  { name: "units", ask: (read) => listUnitNames(read, ["u1", "u2"], false) },
  { name: "department", ask: (read) => findDepartment(read, "u1", false) },
  { name: "course", ask: (read) => findCourse(read, "c1", false) },
  { name: "section", ask: (read) => findSection(read, "s1", false) },
  { name: "own sections", ask: (read) => listOwnSections(read, "t1", "2026-03-03", danger.absenceLimit) },
  { name: "roll", ask: (read) => getSectionRoll(read, "s1", danger.absenceLimit) },
  { name: "students", ask: (read) => getSectionStudents(read, "s1", danger) },
  { name: "running grades", ask: async (read) => sorted(await getRunningGrades(read, { section: "s1" })) },
  { name: "student", ask: (read) => getStudent(read, person, today) },
  { name: "scores", ask: (read) => getStudentScores(read, person) },
  { name: "advisees", ask: async (read) => sorted(await listAdvisees(read, "t1", today, danger)) },
  { name: "policy", ask: (read) => readPolicy(read, today) },
];
const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

describe("asOf", () => {
  const test = useTestDatabase();

  const under = <T>(scope: Scope, run: (read: ScopedRead) => Promise<T>, at: Date | null) => {
    const asOf: AsOf | null = at === null ? null : { at, now: new Date(at.getTime() + 1) };
    return withScopedRead(test.database, scope, run, asOf);
  };

  /** A refusal counts as an answer. */
  async function answer(scope: Scope, { ask }: Question, at: Date | null): Promise<unknown> {
    try {
      return await under(scope, ask, at);
    } catch (error) {
      if (!isBellwetherError(error)) throw error;
      return { refused: error.code, ...error.facts };
    }
  }

  /** What the scope reaches today: a past answer is under that, so that it equals the one of then where it is the same. */
  const reach = (scope: Scope) =>
    under(
      scope,
      async (read) => {
        const sorted = (call: string) => `ARRAY(SELECT unnest(warehouse.${call}()) ORDER BY 1)::text`;
        const found = await read.query(
          `SELECT ${["scope_org_units", "scope_programs", "scope_sections", "scope_advisees"].map(sorted).join(" || ")}
             || ARRAY(SELECT student FROM warehouse.scope_students() student ORDER BY 1)::text AS reach`,
        );
        return String(found.rows[0]?.reach);
      },
      null,
    );

  const events = fc
    .tuple(eventSet({ minLength: 30, maxLength: 90 }), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }))
    .map(([set, advised]) =>
      set.map((event, index) =>
        event.type === "student.defined"
          ? { ...event, data: { ...event.data, advisor: advised[index % 5] === true ? person : null } }
          : event,
      ),
    );
  const sizes = fc.array(fc.constantFrom(8, 24, 64), { minLength: 1, maxLength: 4 });

  /** Records every answer after each batch, and at the end asks for each of them again as of its position. */
  async function holds(questions: fc.Arbitrary<readonly Question[]>, runs: number) {
    const compared: Record<Who, number> = { institution: 0, dean: 0, lecturer: 0, advisor: 0, students: 0 };
    const changed = new Set<string>();
    const property = fc.asyncProperty(events, sizes, questions, async (sent, batches, asked) => {
      await emptyWarehouse(test.database);
      await appendToLog(test.database, sent);
      const recorded: { who: Who; question: Question; position: string; reach: string; live: unknown }[] = [];
      await drain(batches, async (position) => {
        for (const one of who) {
          const reached = await reach(scopes[one]);
          for (const question of asked) {
            recorded.push({ who: one, question, position, reach: reached, live: await answer(scopes[one], question, null) });
          }
        }
      });
      const commits = await test.database.owner.query<{ position: string; at: Date }>(
        "SELECT position, committed_at AS at FROM warehouse.feed_commit",
      );
      const moments = new Map(commits.rows.map(({ position, at }) => [position, at]));
      const reachOf = new Map(await Promise.all(who.map(async (one) => [one, await reach(scopes[one])] as const)));
      const last = new Map<string, string>();
      for (const { who: one, question, position, reach: reached, live } of recorded) {
        if (reached !== reachOf.get(one)) continue;
        const at = moments.get(position) ?? null;
        expect(at).not.toBeNull();
        expect([one, question.name, position, await answer(scopes[one], question, at)]).toEqual([one, question.name, position, live]);
        compared[one] += 1;
        const key = `${one} ${question.name}`;
        const text = JSON.stringify({ ...Object(live), position: null, sources: null });
        if (last.has(key) && last.get(key) !== text) changed.add(question.name);
        last.set(key, text);
      }
      expect(await verify(test.database, zone)).toMatchObject({ differ: 0 });
    });
    await fc.assert(property, { numRuns: propertyRuns({ short: runs, full: 6 * runs }), endOnFailure: true });
    // Were hardly anything compared, or nothing moved from position to position, this would prove nothing.
    for (const one of who) expect(compared[one]).toBeGreaterThan(50);
    expect(changed.size).toBeGreaterThan(5);
  }

  it(
    "EXACT-1 asOf: at every position each KPI is what it was answered live at that position, under each scope that reaches the same",
    () => holds(fc.shuffledSubarray([...figures], { minLength: 14, maxLength: 14 }), 4),
    patience,
  );

  it("EXACT-1 asOf: at every position each page reads what it read live at that position", () => holds(fc.constant(pages), 4), patience);

  /** Drains the log in batches of the given sizes, and says after each at which position it is. */
  async function drain(sizes: readonly number[], after: (position: string) => Promise<void>): Promise<void> {
    const client = await test.database.owner.connect();
    try {
      for (const statement of batchTables) await client.query(statement);
      const epochs = await client.query<Lease>("SELECT partition, lease_epoch AS epoch FROM log.consumer WHERE consumer = 'aggregator'");
      const partitions = epochs.rows.map((lease) => lease.partition);
      for (let turn = 0; ; turn += 1) {
        await client.query("BEGIN");
        if ((await stageBatch(client, partitions, sizes[turn % sizes.length] ?? 1)) === 0) {
          await client.query("ROLLBACK");
          return;
        }
        await consumeBatch(client, epochs.rows);
        const position = await applyBatch(client, zone);
        await client.query("COMMIT");
        await after(position.toString());
      }
    } finally {
      client.release();
    }
  }
});
