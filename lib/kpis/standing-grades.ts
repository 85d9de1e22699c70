import type { KpiAnswer } from "./answer";

/** Browser-safe. */
export type Grades = Pick<KpiAnswer, "n" | "suppressed" | "measures" | "scales">;

const counts = (measures: KpiAnswer["measures"]): boolean =>
  measures !== undefined && typeof measures.letters === "object" && Object.values(measures.letters).some((count) => count > 0);

const hasGrades = ({ suppressed, scales, measures }: Grades): boolean =>
  !suppressed && (scales === undefined ? counts(measures) : scales.some((scale) => counts(scale.measures)));

/**
 * Which of the two speaks for a place: they are never mixed, and a final grade takes the place of the student's
 * provisional one. So the final ones do once they are at least as many; before that a few early ones would stand for all.
 */
export function provisionalStands(final: Grades | undefined, provisional: Grades | undefined): boolean {
  if (final === undefined || provisional === undefined) return false;
  // That they are hidden is not that there are none.
  if (provisional.suppressed) return !final.suppressed && !hasGrades(final);
  if (!hasGrades(provisional)) return false;
  return !hasGrades(final) || (provisional.n ?? 0) > (final.n ?? 0);
}
