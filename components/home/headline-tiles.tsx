import type { ViewQuery } from "@/lib/live/protocol";
import { GradeTile } from "../kpi/grade-tile";
import { KpiTile } from "../kpi/kpi-tile";
import { ChangedSince } from "../past/changed-since";
import { type HeadlineProps, headlineViews } from "./headline-views";

type Props = HeadlineProps & {
  where?: string | undefined;
  beside?: { course: string; label: string } | undefined;
};

/** The three live headlines of a place, each with its trend or distribution. */
export function HeadlineTiles({ where, beside, ...asked }: Props) {
  const views = headlineViews(asked);
  const besideView = (course: string): ViewQuery => ({ kpi: "grade-distribution", ...asked.state.whole, course });
  return (
    <>
      <ChangedSince views={[views.attendance, views.grades, views.third]} />
      <div className="grid gap-4 lg:grid-cols-3">
        <KpiTile view={views.attendance} trend={views.attendanceTrend} coverage={views.coverage} where={where} />
        <GradeTile
          view={views.grades}
          where={where}
          beside={beside === undefined ? undefined : { view: besideView(beside.course), label: beside.label }}
        />
        <KpiTile view={views.third} trend={views.thirdTrend} where={where} />
      </div>
    </>
  );
}
