import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { connectionEvents, connectionStates, connectionTable } from "./client/connection";
import { applyDelta, diffAnswers } from "./fold";

const answer = fc
  .record({
    value: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
    groups: fc.uniqueArray(
      fc.record({ key: fc.constantFrom("a", "b", "c", "d", null), value: fc.constantFrom(0, 0.5, null), suppressed: fc.boolean() }),
      { selector: (group) => group.key },
    ),
    position: fc.nat().map(String),
  })
  .map(
    ({ value, groups, position }): KpiAnswer => ({
      kpi: "attendance-rate",
      value,
      unit: "ratio",
      policyVersion: 1,
      suppressed: false,
      term: "t",
      watermark: { position, processedThrough: null, sources: [] },
      groups: groups.sort((a, b) => (JSON.stringify([a.key]) < JSON.stringify([b.key]) ? -1 : 1)),
    }),
  );

describe("live", () => {
  it("EXACT-3: a snapshot and the deltas after it equal the last answer", () => {
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1 }), (answers) => {
        const [first, ...rest] = answers;
        let before = first;
        let state = first;
        for (const next of rest) {
          if (before === undefined || state === undefined) return;
          state = applyDelta(state, diffAnswers(before, next));
          before = next;
          expect(state).toEqual(next);
        }
      }),
    );
  });

  it("the connection has an answer to every event in every state, and can always come back", () => {
    for (const state of connectionStates)
      for (const event of connectionEvents) expect(connectionStates).toContain(connectionTable[state][event]);
    for (const state of connectionStates) expect(connectionTable[state].open).toBe("connected");
  });
});
