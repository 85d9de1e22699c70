import type { KpiAnswer } from "@/lib/kpis/answer";
import { type LiveKpi, useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { lettersOf } from "../charts/letters";
import { useKnownLocale } from "../shell/shell-context";

type Grades = Pick<KpiAnswer, "n" | "suppressed" | "measures" | "scales">;

const hasGrades = (answer: Grades | undefined) => answer !== undefined && !answer.suppressed && lettersOf(answer).length > 0;

export const provisionalOf = (view: ViewQuery): ViewQuery => ({ ...view, state: "provisional" });

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

/** The grades of a place as they stand, and the view that they answer. */
export function useStandingGrades(view: ViewQuery): { live: LiveKpi; view: ViewQuery } {
  const locale = useKnownLocale();
  const before = provisionalOf(view);
  const final = useLiveKpi(view, locale);
  const provisional = useLiveKpi(before, locale);
  return provisionalStands(final.answer, provisional.answer) ? { live: provisional, view: before } : { live: final, view };
}
