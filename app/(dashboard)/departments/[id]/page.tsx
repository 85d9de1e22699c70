import { getTranslations } from "next-intl/server";
import { Breakdown } from "@/components/kpi/breakdown";
import { GradesCard } from "@/components/kpi/grades-card";
import { KpiTile } from "@/components/kpi/kpi-tile";
import { type PageParameters, readOrNotFound, termOf } from "@/components/shell/page-context";
import { PlaceHead } from "@/components/shell/place-head";
import { findDepartment } from "@/lib/warehouse/queries/find-place";

export default async function Department({ params, searchParams }: PageParameters) {
  const id = decodeURIComponent((await params).id);
  const place = await readOrNotFound((read, korean) => findDepartment(read, id, korean));
  const t = await getTranslations("page");
  const { term, query } = await termOf(searchParams);
  const here = { ...term, orgUnit: id };
  return (
    <>
      <PlaceHead place={place} query={query} />
      <div className="grid gap-4 md:grid-cols-3">
        <KpiTile
          view={{ kpi: "attendance-rate", ...here, compare: "previous-year" }}
          trend={{ kpi: "attendance-rate", ...here, groupBy: "week" }}
          coverage={{ kpi: "attendance-coverage", ...here }}
        />
        <KpiTile view={{ kpi: "grade-distribution", ...here, compare: "previous-year" }} />
        <KpiTile view={{ kpi: "dropout-rate", ...here, compare: "previous-year" }} />
      </div>
      <div className="mt-4 grid gap-4 lg:grid-cols-2">
        <Breakdown title={t("courses")} view={{ kpi: "attendance-rate", ...here, groupBy: "course" }} to="courses" query={query} />
        <Breakdown
          title={t("departments")}
          view={{ kpi: "attendance-rate", ...here, groupBy: "org_unit" }}
          to="departments"
          query={query}
        />
        <GradesCard title={t("distribution")} view={{ kpi: "grade-distribution", ...here }} />
        <Breakdown title={t("programs")} view={{ kpi: "attendance-rate", ...here, groupBy: "program" }} query={query} />
      </div>
    </>
  );
}
