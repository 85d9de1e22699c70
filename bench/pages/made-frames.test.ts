import { describe, expect, it } from "vitest";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { applyDelta } from "@/lib/live/fold";
import { deltaSchema } from "@/lib/live/protocol";
import { answerIn, deltaIn } from "./made-frames";

const now = new Date("2026-03-09T00:00:00Z");
const group = (key: string, value: number | null) => ({ key, label: key, value, n: 40, suppressed: false });
const start: KpiAnswer = {
  kpi: "attendance-rate",
  value: 0.99,
  n: 100,
  unit: "ratio",
  policyVersion: 1,
  suppressed: false,
  term: "t",
  watermark: { position: "41", processedThrough: now.toISOString(), sources: [] },
  groups: [group("a", 0.5), group("b", 0.98), group("c", null)],
};

describe("made frames", () => {
  it.each([start, { ...start, groups: undefined, unit: "points" as const, value: 4.4 }])(
    "deltas lead from each round to the next",
    (made) => {
      const { groups, ...rest } = made;
      const first: KpiAnswer = groups === undefined ? rest : { ...rest, groups };
      let held: KpiAnswer | null = first;
      for (let round = 1; round <= 12; round += 1) {
        const delta = deltaSchema.parse({ id: "v", ...deltaIn(round, first, now) });
        expect(delta.from).toBe(held?.watermark.position);
        held = held === null ? null : applyDelta(held, delta);
        expect(held).toEqual(answerIn(round, first, now));
      }
    },
  );

  it("figures are others in odd rounds, stay possible, and are those of the beginning in even ones", () => {
    for (let round = 1; round <= 20; round += 1) {
      const answer = answerIn(round, start, now);
      expect(answer.value === start.value).toBe(round % 2 === 0);
      expect(answer.value).toBeLessThanOrEqual(1);
      if (round % 2 === 0) expect(answer.groups).toEqual(start.groups);
    }
  });
});
