import type { KpiAnswer, KpiGroup } from "./answer";
import { type AttendanceRule, attendedOf, marksOf } from "./attended";
import type { Part } from "./decompose-change";
import type { KpiId } from "./question";
import type { Observed } from "./rank-deviations";

/** The measures of a ratio's two sides, for KPIs that are a count over a count. */
const counts: Partial<Record<KpiId, readonly [string, string]>> = {
  "attendance-coverage": ["recordedMeetings", "heldMeetings"],
  "dfw-rate": ["dfw", "censusEnrolments"],
  "dropout-rate": ["dropouts", "enrolledAtCensus"],
  "course-withdrawal-rate": ["withdrawn", "registered"],
  "engagement-rate": ["active", "enrolled"],
};

type Cell = Pick<KpiGroup, "n" | "measures" | "weighed">;

/** How an answer's marks count; where several rules held, its cells say what they come to. */
export const ruleOf = (answer: Pick<KpiAnswer, "rules"> | undefined): AttendanceRule =>
  answer?.rules?.at(-1) ?? { lateWeight: 1, excused: "excluded" };

/** Numerator and denominator of a cell; null where it is hidden, or the KPI is no ratio of counts. Browser-safe. */
export function partOf(kpi: KpiId, key: string, cell: Cell, rule: AttendanceRule): Part | null {
  if (kpi === "attendance-rate") {
    if (cell.weighed !== undefined) return { key, numerator: cell.weighed.attended, denominator: cell.weighed.expected };
    const marks = marksOf(cell.measures);
    if (marks === null) return null;
    const { attended, expected } = attendedOf(marks, rule);
    return { key, numerator: attended, denominator: expected };
  }
  const names = counts[kpi];
  const measures: Record<string, unknown> = cell.measures ?? {};
  const [numerator, denominator] = (names ?? []).map((name) => measures[name]);
  return typeof numerator === "number" && typeof denominator === "number" ? { key, numerator, denominator } : null;
}

/** The same with what is behind it; null also where nothing was counted. Where `n` is a lower bound it errs to the cautious side. */
export function observedOf(kpi: KpiId, cell: Cell, rule: AttendanceRule): Observed | null {
  const part = partOf(kpi, "", cell, rule);
  if (part === null || part.denominator <= 0) return null;
  return { ratio: part.numerator / part.denominator, marks: part.denominator, students: cell.n ?? part.denominator };
}
