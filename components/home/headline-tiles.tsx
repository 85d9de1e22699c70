import { GradeTile } from "../kpi/grade-tile";
import { KpiTile } from "../kpi/kpi-tile";
import type { PageState } from "../shell/page-context";

type Place = { orgUnit?: string; course?: string; section?: string };
type Props = {
  state: PageState;
  place?: Place;
  where?: string | undefined;
  /** The third headline: who leaves the school, or who leaves the course. */
  third: "dropout-rate" | "course-withdrawal-rate";
  compares?: boolean;
  beside?: { course: string; label: string } | undefined;
};

/** The three live headlines of a place, each with its trend or distribution. */
export function HeadlineTiles({ state, place = {}, where, third, compares = true, beside }: Props) {
  const compare = compares ? state.compare : {};
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      <KpiTile
        view={{ kpi: "attendance-rate", ...state.days, ...place, ...compare }}
        trend={{ kpi: "attendance-rate", ...state.whole, ...place, groupBy: "week" }}
        coverage={{ kpi: "attendance-coverage", ...state.days, ...place }}
        where={where}
      />
      <GradeTile
        view={{ kpi: "grade-distribution", ...state.whole, ...place, ...compare }}
        where={where}
        beside={
          beside === undefined
            ? undefined
            : { view: { kpi: "grade-distribution", ...state.whole, course: beside.course }, label: beside.label }
        }
      />
      <KpiTile
        view={{ kpi: third, ...state.asOf, ...place, ...compare }}
        trend={{ kpi: third, ...state.whole, ...place, groupBy: "week" }}
        where={where}
      />
    </div>
  );
}
