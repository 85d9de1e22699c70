import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { eventSet } from "@/lib/aggregator/testing/generate-events";
import { emptyWarehouse } from "@/lib/aggregator/testing/log-fixture";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import { kpiDefinitions } from "@/lib/kpis/definitions";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { propertyRuns } from "@/lib/platform/testing/property-runs";
import type { ViewQuery } from "../protocol";
import { Balancer } from "../testing/balancer";
import { happen, zone } from "../testing/campus";
import { LiveProcess, type SignedIn } from "../testing/live-process";
import type { Viewer } from "../testing/viewer";

const everyone: readonly [Role, PlainScope][] = [
  ["admin", { kind: "institution" }],
  ["viewer", { kind: "institution" }],
  ["dean", { kind: "org-units", orgUnits: ["u1"] }],
  ["faculty", { kind: "instructor", person: "00000000-0000-4000-8000-000000000001" }],
  ["advisor", { kind: "advisor", person: "00000000-0000-4000-8000-000000000002" }],
  ["advisor", { kind: "students", students: ["00000000-0000-4000-8000-000000000001"] }],
];

/** Every KPI as a whole and by each breakdown; two of them at once where the reader may. */
const viewsOf = (role: Role): ViewQuery[] => [
  ...kpiDefinitions.flatMap(({ id, groupings }) => [
    { kpi: id, compare: "previous-term" as const },
    ...groupings.filter((one) => one !== "date").map((groupBy) => ({ kpi: id, groupBy })),
  ]),
  ...(role === "viewer"
    ? []
    : [
        { kpi: "attendance-rate" as const, groupBy: "org_unit,week" },
        { kpi: "attendance-rate" as const, groupBy: "date,program" },
      ]),
];

/** All that is said, but for the times that pass by themselves. */
function comparable(answer: KpiAnswer | undefined) {
  if (answer === undefined) return undefined;
  const sources = answer.watermark.sources.map(({ source, eventTime }) => ({ source, eventTime }));
  return { ...answer, watermark: { position: answer.watermark.position, sources } };
}

describe("EXACT-3: what a client holds", () => {
  const test = useTestDatabase();
  const open: LiveProcess[] = [];
  const principals = new Map<Role, SignedIn>();

  beforeAll(async () => {
    const web = await LiveProcess.open(test.database);
    open.push(web);
    for (const [role, scope] of everyone) principals.set(role, await web.signIn(role, scope));
  });
  afterAll(async () => {
    for (const web of open) await web.close();
  });

  async function head(): Promise<bigint> {
    const found = await test.database.owner.query<{ position: string }>("SELECT position FROM warehouse.feed_head");
    return BigInt(found.rows[0]?.position ?? "0");
  }
  /** Every view of a client stands at the feed's end or after it. */
  const arrived = (viewer: Viewer, views: readonly ViewQuery[], end: bigint) =>
    viewer.until(() => views.every((view) => BigInt(viewer.shown(view)?.watermark.position ?? -1) >= end));

  const step = fc.oneof(
    { weight: 5, arbitrary: eventSet({ minLength: 1, maxLength: 25 }).map((events) => ({ kind: "events" as const, events })) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("cut" as const),
        process: fc.constantFrom(0, 1),
        events: eventSet({ minLength: 0, maxLength: 10 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: "rest" as const }) },
  );

  it("equals a fresh answer after any batches, cuts and moves between two processes, for every role and KPI", async () => {
    let deltas = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        await emptyWarehouse(test.database);
        const processes = [await LiveProcess.open(test.database), await LiveProcess.open(test.database)] as const;
        const balancer = await Balancer.open(processes[0].address);
        const viewers = everyone.map(([role]) => {
          const who = principals.get(role);
          const viewer = processes[0].dial({ cookie: who?.cookie ?? "" }, balancer.address);
          for (const view of viewsOf(role)) viewer.views.follow(view, "en");
          return { role, viewer, who };
        });
        try {
          await Promise.all(viewers.map(({ viewer }) => viewer.connected()));
          let number = 0;
          for (const one of steps) {
            if (one.kind === "rest") {
              const end = await head();
              await Promise.all(viewers.map(({ role, viewer }) => arrived(viewer, viewsOf(role), end)));
              continue;
            }
            if (one.kind === "cut") {
              balancer.route(processes[one.process].address);
              balancer.cut();
              await Promise.all(viewers.map(({ viewer }) => viewer.until(() => !viewer.socket.connected)));
            }
            number += 1;
            const events = one.events.map((event) => ({ ...event, id: `${number}-${event.id}` }));
            if (events.length > 0) await happen(test.database, ...events);
            if (one.kind === "cut") {
              for (const { viewer } of viewers) viewer.socket.connect();
              await Promise.all(viewers.map(({ viewer }) => viewer.connected()));
            }
          }
          const end = await head();
          for (const { role, viewer, who } of viewers) {
            await arrived(viewer, viewsOf(role), end);
            const principal = await processes[0].sessions.principalOf(who?.sessionId ?? "");
            if (principal === null) throw new Error("The session holds.");
            for (const view of viewsOf(role)) {
              const asking = { database: test.database, timeZone: zone, now: new Date(), locale: "en" as const };
              const fresh = await answerKpi(asking, principal, checkKpiQuery(view));
              expect(comparable(viewer.shown(view)), `${role} ${JSON.stringify(view)}`).toEqual(comparable(fresh));
            }
            deltas += viewer.heard.filter(({ event }) => event === "delta").length;
            expect(viewer.heard.filter(({ event }) => event === "closed" || event === "goodbye")).toEqual([]);
          }
        } finally {
          for (const web of processes) await web.close();
          balancer.close();
        }
      }),
      { numRuns: propertyRuns({ short: 3, full: 20 }), endOnFailure: true },
    );
    expect(deltas).toBeGreaterThan(100);
  }, 240_000);
});
