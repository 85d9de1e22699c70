import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { applyDelta, composeChanges, diffGroups, headOf } from "./fold";

const group = fc.record({
  key: fc.constantFrom("a", "b", "c", "d", null),
  value: fc.constantFrom(0, 0.5, null),
  suppressed: fc.boolean(),
});

/** Groups in any order; a key may come twice, as members without an id do. */
const answer = fc
  .record({
    value: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
    groups: fc.array(group, { maxLength: 7 }),
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
      groups,
    }),
  );
const answers = fc.array(answer, { minLength: 2, maxLength: 8 });

const steps = (list: readonly KpiAnswer[]) =>
  list.slice(1).map((after, index) => ({ after, changes: diffGroups(list[index] ?? after, after) }));

describe("folding", () => {
  it("EXACT-3: an answer and the deltas after it equal the last answer", () => {
    fc.assert(
      fc.property(answers, (list) => {
        let state: KpiAnswer | null = list[0] ?? null;
        for (const { after, changes } of steps(list)) {
          state = state && applyDelta(state, { head: headOf(after), ...changes });
          expect(state).toEqual(after);
        }
      }),
    );
  });

  it("EXACT-3: deltas taken together do what they do one after the other", () => {
    fc.assert(
      fc.property(answers, (list) => {
        const [first] = list;
        const last = list.at(-1);
        const together = steps(list)
          .map(({ changes }) => changes)
          .reduce(composeChanges);
        expect(first && last && applyDelta(first, { head: headOf(last), ...together })).toEqual(last);
      }),
    );
  });

  it("refuses a delta that names a group which is not there", () => {
    fc.assert(
      fc.property(answer, (one) => {
        expect(applyDelta(one, { head: headOf(one), put: [], order: ['["nobody"]'] })).toBeNull();
      }),
    );
  });
});
