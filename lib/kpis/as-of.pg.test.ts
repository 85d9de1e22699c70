import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AsOf } from "@/lib/access/as-of";
import type { Scope } from "@/lib/access/scope";
import { type ScopedRead, withScopedRead } from "@/lib/access/scoped-read";
import { applyBatch } from "@/lib/aggregator/apply-batch";
import { batchTables } from "@/lib/aggregator/delta";
import type { Lease } from "@/lib/aggregator/leases";
import { consumeBatch, stageBatch } from "@/lib/aggregator/take-batch";
import { eventSet } from "@/lib/aggregator/testing/generate-events";
import { appendToLog, emptyWarehouse } from "@/lib/aggregator/testing/log-fixture";
import { verify } from "@/lib/aggregator/verify/verify";
import { isBellwetherError } from "@/lib/platform/errors";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { computeKpi } from "./compute-kpi";
import { kpiDefinitions } from "./definitions";
import { type KpiQuery, type KpiRequest, kpiRequestSchema } from "./request";

const zone = "Asia/Seoul";
const patience = 300_000;
const person = "00000000-0000-4000-8000-000000000001";
const scopes = {
  institution: { kind: "institution" },
  dean: { kind: "org-units", orgUnits: ["u1"] },
  lecturer: { kind: "instructor", person },
  advisor: { kind: "advisor", person },
} as const satisfies Record<string, Scope>;
type Who = keyof typeof scopes;
const who: readonly Who[] = ["institution", "dean", "lecturer", "advisor"];

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

describe("asOf", () => {
  const test = useTestDatabase();
  const reader = { studentLevel: true, locale: "en", today: "2026-04-01" } as const;

  const under = <T>(scope: Scope, run: (read: ScopedRead) => Promise<T>, at: Date | null) => {
    const asOf: AsOf | null = at === null ? null : { at, now: new Date(at.getTime() + 1) };
    return withScopedRead(test.database, scope, run, asOf);
  };

  /** The answer but for the clock of the asking; a refusal counts as one. */
  async function answer(scope: Scope, request: KpiRequest, at: Date | null): Promise<unknown> {
    try {
      const { watermark, ...figures } = await under(scope, (read) => computeKpi(read, request, reader), at);
      return { ...figures, position: watermark.position, sources: watermark.sources.map(({ source, eventTime }) => [source, eventTime]) };
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
          `SELECT ${["scope_org_units", "scope_programs", "scope_sections", "scope_advisees"].map(sorted).join(" || ")} AS reach`,
        );
        return String(found.rows[0]?.reach);
      },
      null,
    );

  it(
    "EXACT-1 asOf: at every position each KPI is what it was answered live at that position, under each scope that reaches the same",
    async () => {
      const scenario = fc.record({
        events: fc
          .tuple(eventSet({ minLength: 30, maxLength: 90 }), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }))
          .map(([events, advised]) =>
            events.map((event, index) =>
              event.type === "student.defined"
                ? { ...event, data: { ...event.data, advisor: advised[index % 5] === true ? person : null } }
                : event,
            ),
          ),
        sizes: fc.array(fc.constantFrom(8, 24, 64), { minLength: 1, maxLength: 4 }),
        asked: fc.shuffledSubarray([...requests], { minLength: 14, maxLength: 14 }),
      });
      const compared: Record<Who, number> = { institution: 0, dean: 0, lecturer: 0, advisor: 0 };
      const changed = new Set<string>();
      await fc.assert(
        fc.asyncProperty(scenario, async ({ events, sizes, asked }) => {
          await emptyWarehouse(test.database);
          await appendToLog(test.database, events);
          const recorded: { who: Who; request: KpiRequest; position: string; reach: string; live: unknown }[] = [];
          await drain(sizes, async (position) => {
            for (const one of who) {
              const reached = await reach(scopes[one]);
              for (const request of asked) {
                recorded.push({ who: one, request, position, reach: reached, live: await answer(scopes[one], request, null) });
              }
            }
          });
          const commits = await test.database.owner.query<{ position: string; at: Date }>(
            "SELECT position, committed_at AS at FROM warehouse.feed_commit",
          );
          const moments = new Map(commits.rows.map(({ position, at }) => [position, at]));
          const reachOf = new Map(await Promise.all(who.map(async (one) => [one, await reach(scopes[one])] as const)));
          const last = new Map<string, string>();
          for (const { who: one, request, position, reach: reached, live } of recorded) {
            if (reached !== reachOf.get(one)) continue;
            const at = moments.get(position) ?? null;
            expect(at).not.toBeNull();
            expect([one, request, position, await answer(scopes[one], request, at)]).toEqual([one, request, position, live]);
            compared[one] += 1;
            const figures = JSON.stringify({ ...Object(live), position: null, sources: null });
            const key = JSON.stringify([one, request]);
            if (last.has(key) && last.get(key) !== figures) changed.add(request.kpi);
            last.set(key, figures);
          }
          expect(await verify(test.database, zone)).toMatchObject({ differ: 0 });
        }),
        { numRuns: Number(process.env.PROPERTY_RUNS ?? 6) },
      );
      // Were hardly anything compared, or nothing moved from position to position, this would prove nothing.
      for (const one of who) expect(compared[one]).toBeGreaterThan(100);
      expect(changed.size).toBeGreaterThan(4);
    },
    patience,
  );

  /** Drains the log in batches of the given sizes, and says after each at which position it is. */
  async function drain(sizes: readonly number[], after: (position: string) => Promise<void>): Promise<void> {
    const client = await test.database.owner.connect();
    try {
      for (const statement of batchTables) await client.query(statement);
      const epochs = await client.query<Lease>("SELECT partition, lease_epoch AS epoch FROM log.consumer WHERE consumer = 'aggregator'");
      for (let turn = 0; ; turn += 1) {
        await client.query("BEGIN");
        if ((await stageBatch(client, epochs.rows, sizes[turn % sizes.length] ?? 1)) === 0) {
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
