import { provisionalStands } from "@/lib/kpis/standing-grades";
import { type LiveKpi, useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { useKnownLocale } from "../shell/shell-context";

export const provisionalOf = (view: ViewQuery): ViewQuery => ({ ...view, state: "provisional" });

/** The grades of a place as they stand, and the view that they answer. */
export function useStandingGrades(view: ViewQuery): { live: LiveKpi; view: ViewQuery } {
  const locale = useKnownLocale();
  const before = provisionalOf(view);
  const final = useLiveKpi(view, locale);
  const provisional = useLiveKpi(before, locale);
  return provisionalStands(final.answer, provisional.answer) ? { live: provisional, view: before } : { live: final, view };
}
