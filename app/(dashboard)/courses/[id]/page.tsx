import { getTranslations } from "next-intl/server";
import { Breakdown } from "@/components/kpi/breakdown";
import { GradesCard } from "@/components/kpi/grades-card";
import { KpiTile } from "@/components/kpi/kpi-tile";
import { type PageParameters, readOrNotFound, termOf } from "@/components/shell/page-context";
import { PlaceHead } from "@/components/shell/place-head";
import { findCourse } from "@/lib/warehouse/queries/find-place";

export default async function Course({ params, searchParams }: PageParameters) {
  const id = decodeURIComponent((await params).id);
  const place = await readOrNotFound((read, korean) => findCourse(read, id, korean));
  const t = await getTranslations("page");
  const { term, query } = await termOf(searchParams);
  const here = { ...term, course: id };
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
        <KpiTile view={{ kpi: "course-withdrawal-rate", ...here, compare: "previous-year" }} />
      </div>
      <div className="mt-4 grid gap-4 lg:grid-cols-2">
        <Breakdown title={t("sections")} view={{ kpi: "attendance-rate", ...here, groupBy: "section" }} to="sections" query={query} />
        <GradesCard title={t("distribution")} view={{ kpi: "grade-distribution", ...here }} />
      </div>
    </>
  );
}
