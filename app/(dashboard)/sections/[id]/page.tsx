import { getTranslations } from "next-intl/server";
import { GradesCard } from "@/components/kpi/grades-card";
import { KpiTile } from "@/components/kpi/kpi-tile";
import { SectionStudents } from "@/components/section/section-students";
import { type PageParameters, readOrNotFound, termOf } from "@/components/shell/page-context";
import { PlaceHead } from "@/components/shell/place-head";
import { findSection } from "@/lib/warehouse/queries/find-place";

export default async function Section({ params, searchParams }: PageParameters) {
  const id = decodeURIComponent((await params).id);
  const place = await readOrNotFound((read, korean) => findSection(read, id, korean));
  const t = await getTranslations("page");
  const { query } = await termOf(searchParams);
  const here = { section: id, ...(place.term === null ? {} : { term: place.term }) };
  return (
    <>
      <PlaceHead place={place} query={query} title={t("section", { id })} />
      <div className="grid gap-4 md:grid-cols-3">
        <KpiTile
          view={{ kpi: "attendance-rate", ...here }}
          trend={{ kpi: "attendance-rate", ...here, groupBy: "week" }}
          coverage={{ kpi: "attendance-coverage", ...here }}
        />
        <KpiTile view={{ kpi: "course-withdrawal-rate", ...here }} />
        <GradesCard title={t("distribution")} view={{ kpi: "grade-distribution", ...here }} />
      </div>
      <SectionStudents section={id} />
    </>
  );
}
