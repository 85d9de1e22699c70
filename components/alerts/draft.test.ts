import { describe, expect, it } from "vitest";
import { conditionKinds } from "@/lib/alerts/rules/rule-shape";
import { kpiIds } from "@/lib/kpis/question";
import { brokenIn, draftOf, newDraft, settle, usualAmount, watchIn } from "./draft";

describe("a rule while it is written", () => {
  it("is one from the beginning, whatever is chosen, for whom", () => {
    for (const released of [false, true])
      for (const kpi of kpiIds)
        for (const when of conditionKinds) {
          const draft = settle({ ...newDraft(10), kpi, when }, released);
          const watch = watchIn({ ...draft, amount: usualAmount(draft.when, kpi) }, released);
          expect(watch, `${kpi} ${when}`).not.toBeNull();
        }
  });

  it("is read as it was written, and written as it was read", () => {
    const watch = watchIn({ ...newDraft(10), amount: "7,5", band: "0.7" }, false);
    expect(watch).toMatchObject({ condition: { when: "below", value: 0.075 }, minimumN: 10, minimumMinutes: 30 });
    if (watch === null) throw new Error("no rule");
    const item = {
      id: "00000000-0000-4000-8000-000000000001",
      name: "A",
      watch,
      channels: { email: true, webhooks: [] },
      version: 1,
      state: "quiet" as const,
      place: { en: "All", ko: "전체" },
      program: null,
      mutedUntil: null,
      pausedAt: null,
      held: null,
      lastFiredAt: null,
    };
    expect(draftOf(item, false)).toMatchObject({ amount: "7.5", band: "0.7" });
    expect(watchIn(draftOf(item, false), false)).toEqual(watch);
  });

  it("counts as people write them: a comma before three digits groups, and makes no thousand one", () => {
    expect(watchIn({ ...newDraft(10), minimumN: "1,000", minimumMinutes: "1,440" }, false)).toMatchObject({
      minimumN: 1_000,
      minimumMinutes: 1_440,
    });
    expect(watchIn({ ...newDraft(10), when: "stale", minutes: "1,440" }, false)).toMatchObject({ condition: { minutes: 1_440 } });
    for (const minimumN of ["1,00", "1,0000", ",000", "1.000,5"]) expect(watchIn({ ...newDraft(10), minimumN }, false)).toBeNull();
  });

  it("says which of its numbers is none that can be", () => {
    expect(brokenIn(newDraft(10), false)).toEqual(new Set());
    const several = { ...newDraft(10), amount: "-5", minimumN: "1.5", minimumMinutes: "", band: "x" };
    expect(brokenIn(several, false)).toEqual(new Set(["amount", "minimumN", "minimumMinutes", "band"]));
    expect(brokenIn({ ...newDraft(10), when: "off-normal", amount: "1", band: "2" }, false)).toEqual(new Set(["band"]));
    expect(brokenIn({ ...newDraft(10), when: "stale", minutes: "0" }, false)).toEqual(new Set(["minutes"]));
    expect(brokenIn({ ...newDraft(10), place: { kind: "courses", id: "", name: "" } }, false)).toEqual(new Set());
  });

  it("is none while something is missing or does not go together", () => {
    for (const wrong of [
      { amount: "" },
      { amount: "x" },
      { minimumMinutes: "1.5" },
      { place: { kind: "courses" as const, id: "", name: "" } },
      { when: "off-normal" as const, amount: "1", band: "2" },
    ])
      expect(watchIn({ ...newDraft(10), ...wrong }, false), JSON.stringify(wrong)).toBeNull();
    expect(watchIn({ ...newDraft(10), over: "day" }, true)).toBeNull();
  });
});
