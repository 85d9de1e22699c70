import type { KpiAnswer } from "@/lib/kpis/answer";
import type { TrendPoint } from "../charts/weekly-points";
import { daysOfWeek } from "../kpi/weeks";
import type { Sheet } from "./sheet";

type Compared = Pick<KpiAnswer, "groups" | "term">;

/** The weeks as they are drawn, beside those of the term compared with. */
export function trendSheet(points: readonly TrendPoint[], answer: Compared, before: Compared | undefined): Sheet {
  const hidden = hiddenWeeks(answer);
  const hiddenBefore = hiddenWeeks(before);
  const beside = before === undefined ? [] : ["compared_term", "compared_week", "compared_value", "compared_suppressed"];
  return {
    columns: ["term", "week", "from", "to", "under_way", "value", "suppressed", ...beside],
    rows: points.map((point) => {
      const days = daysOfWeek(point.week);
      const own = [answer.term, point.week, days?.from ?? null, days?.to ?? null, point.underWay, point.value, hidden.has(point.week)];
      if (before === undefined) return own;
      return [...own, before.term, point.beforeWeek, point.before, hiddenBefore.has(point.beforeWeek ?? "")];
    }),
  };
}

const hiddenWeeks = (answer: Compared | undefined): ReadonlySet<string> =>
  new Set((answer?.groups ?? []).filter((group) => group.suppressed).map((group) => group.key ?? ""));
