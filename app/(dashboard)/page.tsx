import { getTranslations } from "next-intl/server";
import { Breakdown } from "@/components/kpi/breakdown";
import { GradesCard } from "@/components/kpi/grades-card";
import { HeatMap } from "@/components/kpi/heat-map";
import { KpiTile } from "@/components/kpi/kpi-tile";
import { type PageParameters, readsReleases, termOf } from "@/components/shell/page-context";

export default async function Overview({ searchParams }: Pick<PageParameters, "searchParams">) {
  const t = await getTranslations("page");
  const { term, query } = await termOf(searchParams);
  const released = await readsReleases();
  return (
    <div className="space-y-4">
      <h1 className="sr-only">{t("home")}</h1>
      <div className="grid gap-4 md:grid-cols-3">
        <KpiTile
          view={{ kpi: "attendance-rate", ...term, compare: "previous-year" }}
          trend={{ kpi: "attendance-rate", ...term, groupBy: "week" }}
          coverage={{ kpi: "attendance-coverage", ...term }}
        />
        <KpiTile view={{ kpi: "grade-distribution", ...term, compare: "previous-year" }} />
        <KpiTile
          view={{ kpi: "dropout-rate", ...term, compare: "previous-year" }}
          trend={{ kpi: "dropout-rate", ...term, groupBy: "week" }}
        />
      </div>
      {!released && <HeatMap title={t("heat")} view={{ kpi: "attendance-rate", ...term, groupBy: "org_unit,week" }} query={query} />}
      <div className="grid gap-4 lg:grid-cols-2">
        <Breakdown
          title={t("departments")}
          view={{ kpi: "attendance-rate", ...term, groupBy: "org_unit" }}
          to="departments"
          query={query}
        />
        <GradesCard title={t("distribution")} view={{ kpi: "grade-distribution", ...term }} />
        <KpiTile view={{ kpi: "course-withdrawal-rate", ...term, compare: "previous-year" }} />
        <KpiTile view={{ kpi: "engagement-rate", ...term }} />
      </div>
    </div>
  );
}
