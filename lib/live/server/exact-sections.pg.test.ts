import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventSet } from "@/lib/aggregator/testing/generate-events";
import { emptyWarehouse } from "@/lib/aggregator/testing/log-fixture";
import { answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import { kpiDefinitions } from "@/lib/kpis/definitions";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { propertyRuns } from "@/lib/platform/testing/property-runs";
import type { ViewQuery } from "../protocol";
import { event, happen, headOfFeed, zone } from "../testing/campus";
import { LiveProcess } from "../testing/live-process";

const sections = ["s1", "s2", "s3"];
const views: ViewQuery[] = sections.flatMap((section) => kpiDefinitions.map(({ id }) => ({ kpi: id, section, term: "t1" })));

/** Views of one section are not computed again for what changes in others. */
describe("EXACT-3: a view of one section", () => {
  const test = useTestDatabase();

  it("equals a fresh answer after any batches, whichever sections they are about", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(eventSet({ minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 8 }), async (batches) => {
        await emptyWarehouse(test.database);
        await happen(
          test.database,
          event("term.defined", { term: "t1", name: "Spring", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
          ...sections.map((section) => event("section.defined", { section, course: "c1", term: "t1", instructors: [] })),
        );
        const web = await LiveProcess.open(test.database);
        try {
          const admin = await web.signIn("admin", { kind: "institution" });
          const viewer = await web.connect(admin);
          for (const view of views) viewer.views.follow(view, "en");
          for (const [number, batch] of batches.entries()) {
            await happen(test.database, ...batch.map((one) => ({ ...one, id: `${number}-${one.id}` })));
            const end = await headOfFeed(test.database);
            await viewer.until(() => views.every((view) => BigInt(viewer.shown(view)?.watermark.position ?? -1) >= end));
            const principal = await web.sessions.principalOf(admin.sessionId);
            if (principal === null) throw new Error("The session holds.");
            for (const view of views) {
              const asking = { database: test.database, timeZone: zone, now: new Date(), locale: "en" as const };
              const fresh = await answerKpi(asking, principal, checkKpiQuery(view));
              const shown = viewer.shown(view);
              expect({ ...shown, watermark: shown?.watermark.position }, JSON.stringify(view)).toEqual({
                ...fresh,
                watermark: fresh.watermark.position,
              });
            }
          }
        } finally {
          await web.close();
        }
      }),
      { numRuns: propertyRuns({ short: 2, full: 25 }), endOnFailure: true },
    );
  }, 240_000);
});
