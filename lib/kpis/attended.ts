import type { KpiMeasures } from "./answer";
import type { Policy } from "./policy";

/** Marks as they count in the attendance rate (kpis.md): attended over expected. Browser-safe. */
export type AttendanceRule = Pick<Policy["attendance"], "lateWeight" | "excused">;
export type Marks = { present: number; late: number; absent: number; excused: number };
export type Attended = { attended: number; expected: number };

export function attendedOf(marks: Marks, rule: AttendanceRule): Attended {
  const counted = rule.excused === "attended" ? marks.excused : 0;
  return {
    attended: marks.present + marks.late * rule.lateWeight + counted,
    expected: marks.present + marks.late + marks.absent + counted,
  };
}

/** The marks of an answer's cell; null where it is hidden or of another KPI. */
export function marksOf(measures: KpiMeasures | undefined): Marks | null {
  const named: Record<string, unknown> = measures ?? {};
  const { present, late, absent, excused } = named;
  const known = typeof present === "number" && typeof late === "number" && typeof absent === "number" && typeof excused === "number";
  return known ? { present, late, absent, excused } : null;
}
