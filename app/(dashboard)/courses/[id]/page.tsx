import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { HeadlineTiles } from "@/components/home/headline-tiles";
import { answerHeadlines } from "@/components/home/headline-views";
import { Breakdown } from "@/components/kpi/breakdown";
import { KpiTile } from "@/components/kpi/kpi-tile";
import { PageAnswers } from "@/components/shell/page-answers";
import { type PageParameters, readMoment, readOrNotFound, readState } from "@/components/shell/page-context";
import { PlaceHead } from "@/components/shell/place-head";
import { WithAnswers } from "@/components/shell/with-answers";
import { findCourse } from "@/lib/warehouse/queries/find-place";

const find = cache((id: string, moment: string | null) => readOrNotFound((read, korean) => findCourse(read, id, korean), moment));

export async function generateMetadata({ params, searchParams }: PageParameters): Promise<Metadata> {
  return { title: (await find(decodeURIComponent((await params).id), await readMoment(searchParams))).name };
}

/** How does the course go, and which of its sections is apart from the others? */
export default async function Course({ params, searchParams }: PageParameters) {
  const id = decodeURIComponent((await params).id);
  const place = await find(id, await readMoment(searchParams));
  const t = await getTranslations();
  const state = await readState(searchParams);
  const { days, standing, compare, query } = state;
  const here = { course: id };
  const bySection = { kpi: "attendance-rate" as const, ...days, ...here, groupBy: "section" };
  const others = [
    { kpi: "engagement-rate" as const, ...standing, ...here, ...compare },
    { kpi: "attendance-coverage" as const, ...days, ...here, ...compare },
  ];
  const answers = new PageAnswers(state.moment);
  await answerHeadlines(answers, { state, place: here, third: "course-withdrawal-rate" });
  answers.stream([bySection, ...others]);
  return (
    <WithAnswers answers={answers}>
      <PlaceHead place={place} query={query} title={place.name} detail={t("page.courseOf", { id: place.id })} term={state.term} />
      <div className="space-y-4">
        <HeadlineTiles state={state} place={here} where={place.name} third="course-withdrawal-rate" />
        <div className="grid gap-4 lg:grid-cols-2">
          <Breakdown
            title={t("overview.attention", { level: "sections" })}
            member={t("page.sectionMember")}
            view={bySection}
            to="sections"
            query={query}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            {others.map((view) => (
              <KpiTile key={view.kpi} view={view} where={place.name} />
            ))}
          </div>
        </div>
      </div>
    </WithAnswers>
  );
}
