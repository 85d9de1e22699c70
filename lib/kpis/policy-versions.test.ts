import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policySchema } from "./policy";
import { type PolicyVersion, policyOn, rulesIn } from "./policy-versions";

const policy = (lateWeight: number, excused: "excluded" | "attended" = "excluded") =>
  policySchema.parse({
    attendance: { lateWeight, excused, absenceLimit: 0.25, chronicRate: 0.1, chronicMinimum: 10 },
    dropout: { window: "term", census: "term", countLeave: false },
    suppression: { threshold: 10 },
  });
const version = (number: number, validFrom: string, lateWeight = 1, excused: "excluded" | "attended" = "excluded"): PolicyVersion => ({
  version: number,
  validFrom,
  policy: policy(lateWeight, excused),
});
const first = version(1, "-infinity");
const days = Array.from({ length: 12 }, (_, index) => `2026-03-${String(index + 1).padStart(2, "0")}`);

/** Few days, weights and versions, so that versions that take each other's place are the rule. */
const versions = fc
  .array(fc.record({ from: fc.constantFrom(...days), late: fc.constantFrom(1, 0.5), attended: fc.boolean() }), { maxLength: 5 })
  .map((list) => [
    first,
    ...list.map(({ from, late, attended }, index) => version(index + 2, from, late, attended ? "attended" : "excluded")),
  ]);
const maybeDay = fc.option(fc.constantFrom(...days));

describe("which version holds", () => {
  it("the last one made among those that have begun", () => {
    const made = [first, version(2, "2026-03-05"), version(3, "2026-03-02")];
    expect(["2026-03-01", "2026-03-02", "2026-03-04", "2026-03-05", "2027-01-01"].map((day) => policyOn(made, day).version)).toEqual([
      1, 3, 3, 3, 3,
    ]);
  });

  it("the days of a range fall into stretches that say for each day what its version says", () => {
    fc.assert(
      fc.property(versions, maybeDay, maybeDay, (made, from, to) => {
        fc.pre(from === null || to === null || from <= to);
        const stretches = rulesIn(made, from, to);
        for (const day of days) {
          if ((from !== null && day < from) || (to !== null && day > to)) continue;
          const own = stretches.filter((one) => (one.from === null || one.from <= day) && (one.until === null || day < one.until));
          expect(own).toHaveLength(1);
          const { lateWeight, excused } = policyOn(made, day).policy.attendance;
          expect(own[0]?.rule).toEqual({ lateWeight, excused });
        }
        for (const [index, one] of stretches.entries()) {
          expect(one.until).toBe(stretches[index + 1]?.from ?? null);
          if (index > 0) expect(one.rule).not.toEqual(stretches[index - 1]?.rule);
        }
        expect(stretches[0]?.from).toBeNull();
      }),
    );
  });

  it("a version that weighs marks as the one before begins no stretch, and names itself", () => {
    expect(rulesIn([first, version(2, "2026-03-05")], null, null)).toEqual([
      { from: null, until: null, version: 2, rule: { lateWeight: 1, excused: "excluded" } },
    ]);
  });
});
