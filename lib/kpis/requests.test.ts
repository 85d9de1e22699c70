import { describe, expect, it } from "vitest";
import { canonicalQuery } from "./canonical-query";
import { comparedRequest, sharesWindow } from "./compared-request";
import { dropoutWindow } from "./dropout-window";
import { type Policy, policySchema } from "./policy";
import type { DatedTerm } from "./read-context";
import type { KpiRequest } from "./request";

const policy = (dropout: Partial<Policy["dropout"]> = {}): Policy =>
  policySchema.parse({
    attendance: { lateWeight: 1, excused: "excluded", absenceLimit: 0.25, chronicRate: 0.1, chronicMinimum: 10 },
    dropout: { window: "term", census: "term", countLeave: false, ...dropout },
    suppression: { threshold: 10 },
  });
const term = (startsOn: string, endsOn: string, censusOn = startsOn): DatedTerm => ({
  termKey: 1,
  id: "t",
  name: null,
  startsOn,
  endsOn,
  censusOn,
});
const spring = term("2026-03-02", "2026-06-19", "2026-03-23");
const fall = term("2025-09-01", "2025-12-19");

describe("dropoutWindow", () => {
  it.each<[DatedTerm, Partial<Policy["dropout"]>, object]>([
    [spring, {}, { from: "2026-03-02", to: "2026-06-19", census: "2026-03-23" }],
    [fall, {}, { from: "2025-09-01", to: "2025-12-19", census: "2025-09-01" }],
    [spring, { window: "korean-year" }, { from: "2026-03-01", to: "2027-02-28", census: "2026-03-23" }],
    [spring, { census: "april-1" }, { from: "2026-03-02", to: "2026-06-19", census: "2026-04-01" }],
    [fall, { window: "korean-year", census: "april-1" }, { from: "2025-03-01", to: "2026-02-28", census: "2025-04-01" }],
    // January and February belong to the year before; the last of February is that of a leap year.
    [
      term("2028-01-03", "2028-02-18"),
      { window: "korean-year", census: "april-1" },
      { from: "2027-03-01", to: "2028-02-29", census: "2027-04-01" },
    ],
    [term("2028-03-01", "2028-06-18"), { window: "korean-year" }, { from: "2028-03-01", to: "2029-02-28", census: "2028-03-01" }],
  ])("%o under %o", (of, dropout, expected) => {
    expect(dropoutWindow(of, policy(dropout))).toEqual(expected);
  });
});

describe("comparedRequest", () => {
  const asked = (request: KpiRequest, today: string, own = spring, other = fall, dropout: Partial<Policy["dropout"]> = {}) =>
    comparedRequest(request, { own, other, policy: policy(dropout), today });
  const short = term("2025-09-01", "2025-11-28");

  it.each<[string, KpiRequest, string, object]>([
    ["an open term as far as it has come", { kpi: "attendance-rate" }, "2026-04-20", { to: "2025-10-20" }],
    ["a term that is over as a whole", { kpi: "attendance-rate" }, "2026-06-20", {}],
    ["a term that is still to come before its first day", { kpi: "attendance-rate" }, "2026-02-27", { to: "2025-08-29" }],
    [
      "a range by its days",
      { kpi: "attendance-rate", term: "t", from: "2026-03-09", to: "2026-03-15" },
      "2026-04-20",
      { from: "2025-09-08", to: "2025-09-14" },
    ],
    ["grades, which know no day", { kpi: "mean-grade-points", state: "final" }, "2026-04-20", { state: "final" }],
    ["a day that is looked at", { kpi: "engagement-rate" }, "2026-04-20", { to: "2025-10-20" }],
    ["the last day where the term is over", { kpi: "engagement-rate" }, "2026-08-01", { to: "2025-12-19" }],
    ["withdrawals of a whole term", { kpi: "course-withdrawal-rate" }, "2026-08-01", {}],
  ])("takes %s", (_, request, today, expected) => {
    expect(asked(request, today)).toEqual({ kpi: request.kpi, term: "t", ...expected });
  });

  it("moves a range that spans terms as it is", () => {
    expect(asked({ kpi: "attendance-rate", from: "2026-03-09", to: "2026-03-15" }, "2026-04-20")).toEqual({
      kpi: "attendance-rate",
      from: "2025-09-08",
      to: "2025-09-14",
    });
  });

  it("looks at the last day of a shorter window for a day that it has not", () => {
    expect(asked({ kpi: "engagement-rate" }, "2026-06-18", spring, short)).toMatchObject({ to: "2025-11-28" });
    expect(asked({ kpi: "dropout-rate", to: "2026-06-19" }, "2026-08-01", spring, short)).toMatchObject({ to: "2025-11-28" });
    expect(asked({ kpi: "dropout-rate", to: "2026-06-20" }, "2026-08-01", spring, short)).toMatchObject({ to: "2025-12-20" });
  });

  it("aligns dropout by its window, which can go on after the term", () => {
    const korean = { window: "korean-year" } as const;
    expect(asked({ kpi: "dropout-rate" }, "2026-08-01", spring, term("2025-03-03", "2025-06-20"), korean)).toMatchObject({
      to: "2025-08-01",
    });
    const request: KpiRequest = { kpi: "dropout-rate" };
    const compared = { own: term("2025-09-01", "2025-12-19"), other: term("2025-03-03", "2025-06-20"), today: "2026-08-01" };
    expect(sharesWindow(request, { ...compared, policy: policy(korean) })).toBe(true);
    expect(sharesWindow(request, { ...compared, policy: policy() })).toBe(false);
    expect(sharesWindow({ kpi: "attendance-rate" }, { ...compared, policy: policy(korean) })).toBe(false);
  });
});

describe("canonicalQuery", () => {
  it("has one spelling for one question, and another for another", () => {
    const one = canonicalQuery({ kpi: "dfw-rate", term: "t", course: "c" });
    expect(canonicalQuery({ course: "c", kpi: "dfw-rate", term: "t" })).toBe(one);
    const noState: { state?: "final" | "provisional" } = {};
    expect(canonicalQuery({ kpi: "dfw-rate", term: "t", course: "c", ...noState })).toBe(one);
    expect(canonicalQuery({ kpi: "dfw-rate", term: "t", section: "c" })).not.toBe(one);
    expect(canonicalQuery({ kpi: "attendance-rate", groupBy: "week,section" })).not.toBe(
      canonicalQuery({ kpi: "attendance-rate", groupBy: "section,week" }),
    );
  });
});
