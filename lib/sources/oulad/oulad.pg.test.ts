import { describe, expect, it } from "vitest";
import type { KeyPrincipal } from "@/lib/access/principal";
import { drainOnce } from "@/lib/aggregator/testing/drain";
import { verify } from "@/lib/aggregator/verify/verify";
import { Ingest } from "@/lib/ingest/ingest";
import { answerKpi, parseKpiRequest } from "@/lib/kpis/answer-request";
import type { Database } from "@/lib/platform/database";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { isFullRun } from "@/lib/platform/testing/full-run";
import { Vault } from "@/lib/privacy/vault";
import { type OuladOptions, ouladEvents } from "./oulad-events";
import { type AskKpi, compareOulad, compareParticipation, totalsOf } from "./testing/compare-oulad";
import { countOulad, countParticipation } from "./testing/count-oulad";
import { skipWithoutWhole, wholeDataset, wholeFigures } from "./testing/whole-dataset";

const zone = "Europe/London";
const slice = "data/oulad-slice";
const principal: KeyPrincipal = {
  kind: "api-key",
  keyId: "00000000-0000-4000-8000-000000000000",
  can: new Set(["kpis:read"]),
  scope: { kind: "institution" },
  studentScope: { kind: "none" },
  studentLevel: true,
  eventsPerSecond: null,
};

/** Sends the replay's events through the receive pipeline and applies them; returns how many there were. */
async function replay(database: Database, options: OuladOptions): Promise<number> {
  const ingest = new Ingest(database, await Vault.open(database, testVaultKey));
  let sent = 0;
  let batch: unknown[] = [];
  const flush = async () => {
    const answer = await ingest.submit(batch);
    expect(answer).toMatchObject({ accepted: batch.length, duplicate: 0, rejected: 0 });
    sent += batch.length;
    batch = [];
  };
  for await (const event of ouladEvents(options)) {
    batch.push(event);
    if (batch.length === 5_000) await flush();
  }
  await flush();
  await drainOnce(database, zone);
  return sent;
}

const asker =
  (database: Database): AskKpi =>
  (query) => {
    const [kpi = "", parameters] = query.split("?");
    const asking = { database, timeZone: zone, now: new Date("2015-06-01T12:00:00Z"), locale: "en" as const };
    return answerKpi(asking, principal, parseKpiRequest(kpi, new URLSearchParams(parameters)));
  };

describe("the slice of the Open University data", () => {
  const test = useTestDatabase();

  it("gives the counts of its tables: enrolments, results, withdrawals, scores, participation by week", async () => {
    // The clicks are nine of ten events, and only participation rests on them.
    const events = await replay(test.database, { directory: slice, withoutActivity: !isFullRun });
    expect(events).toBeGreaterThan(isFullRun ? 50_000 : 2_000);
    const count = countOulad(slice);
    expect([...count.sections.keys()].sort()).toEqual(["AAA-2013J", "GGG-2013J"]);
    await compareOulad(test.database, asker(test.database), count);
    if (isFullRun) {
      const participation = countParticipation(slice);
      expect(participation.size).toBe(38);
      await compareParticipation(asker(test.database), participation);
    }
    expect(await verify(test.database, zone)).toMatchObject({ differ: 0 });
  });

  it("lays the presentation's first day where it is told, and knows its presentations", async () => {
    const terms: unknown[] = [];
    for await (const event of ouladEvents({ directory: slice, presentation: "2013J", startOn: "2026-09-01", withoutActivity: true }))
      if (event.type === "term.defined") terms.push(event.data);
    expect(terms).toMatchObject([{ term: "2013J", startsOn: "2026-09-01", endsOn: "2027-05-27" }]);
    const unknown = ouladEvents({ directory: slice, presentation: "1999B" });
    await expect(unknown.next()).rejects.toThrow("no presentation 1999B");
  });

  it("an event is the same by its id whichever presentations are asked for, and another one where it is laid elsewhere", async () => {
    const byId = async (options: Partial<OuladOptions>) => {
      const found = new Map<string, string>();
      for await (const event of ouladEvents({ directory: slice, withoutActivity: true, ...options })) {
        expect(found.has(event.id)).toBe(false);
        found.set(event.id, JSON.stringify(event));
      }
      return found;
    };
    const all = await byId({});
    const one = await byId({ presentation: "2013J" });
    const laid = await byId({ presentation: "2013J", startOn: "2026-09-01" });
    const again = await byId({ presentation: "2013J", startOn: "2026-09-02" });
    expect(one.size).toBeGreaterThan(1_000);
    for (const [first, second] of [
      [all, one],
      [one, laid],
      [laid, again],
    ] as const) {
      for (const [id, event] of second) if (first.has(id)) expect(event).toBe(first.get(id));
    }
    expect([...laid.keys()].filter((id) => one.has(id)).sort()).toEqual([
      "course-AAA",
      "course-GGG",
      "unit-ou",
      "unit-ou-social",
      "unit-ou-stem",
    ]);
  });
});

describe("the whole Open University data", () => {
  const test = useTestDatabase();

  it.runIf(isFullRun)(
    "gives the counts of its tables, section by section",
    async (context) => {
      if (wholeDataset === null) return skipWithoutWhole(context);
      const count = countOulad(wholeDataset);
      expect(totalsOf(count)).toEqual(wholeFigures);
      // Without the clicks, which no figure here rests on; with them in the long form.
      await replay(test.database, { directory: wholeDataset, withoutActivity: true });
      await compareOulad(test.database, asker(test.database), count);
      expect(await verify(test.database, zone)).toMatchObject({ differ: 0 });
    },
    180_000,
  );
});
