import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { HeadlineTiles } from "@/components/home/headline-tiles";
import { Breakdown } from "@/components/kpi/breakdown";
import { KpiTile } from "@/components/kpi/kpi-tile";
import { type PageParameters, readOrNotFound, readState } from "@/components/shell/page-context";
import { PlaceHead } from "@/components/shell/place-head";
import { findCourse } from "@/lib/warehouse/queries/find-place";

const find = cache((id: string) => readOrNotFound((read, korean) => findCourse(read, id, korean)));

export async function generateMetadata({ params }: PageParameters): Promise<Metadata> {
  return { title: (await find(decodeURIComponent((await params).id))).name };
}

/** How does the course go, and which of its sections is apart from the others? */
export default async function Course({ params, searchParams }: PageParameters) {
  const id = decodeURIComponent((await params).id);
  const place = await find(id);
  const t = await getTranslations();
  const state = await readState(searchParams);
  const { days, asOf, compare, query } = state;
  const here = { course: id };
  return (
    <>
      <PlaceHead place={place} query={query} title={place.name} detail={t("page.courseOf", { id: place.id })} term={state.term} />
      <div className="space-y-4">
        <HeadlineTiles state={state} place={here} where={place.name} third="course-withdrawal-rate" />
        <div className="grid gap-4 lg:grid-cols-2">
          <Breakdown
            title={t("overview.attention", { level: "sections" })}
            member={t("page.sectionMember")}
            view={{ kpi: "attendance-rate", ...days, ...here, groupBy: "section" }}
            to="sections"
            query={query}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <KpiTile view={{ kpi: "engagement-rate", ...asOf, ...here, ...compare }} where={place.name} />
            <KpiTile view={{ kpi: "attendance-coverage", ...days, ...here, ...compare }} where={place.name} />
          </div>
        </div>
      </div>
    </>
  );
}
