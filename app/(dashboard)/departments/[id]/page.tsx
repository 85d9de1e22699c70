import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { HeatMap } from "@/components/charts/heat-map";
import { HeadlineTiles } from "@/components/home/headline-tiles";
import { answerHeadlines } from "@/components/home/headline-views";
import { Breakdown } from "@/components/kpi/breakdown";
import { KpiTile } from "@/components/kpi/kpi-tile";
import { WhatsChanged } from "@/components/kpi/whats-changed";
import { PageAnswers } from "@/components/shell/page-answers";
import { type PageParameters, readMoment, readOrNotFound, readState, readsReleases } from "@/components/shell/page-context";
import { PlaceHead } from "@/components/shell/place-head";
import { WithAnswers } from "@/components/shell/with-answers";
import { findDepartment } from "@/lib/warehouse/queries/find-place";

const find = cache((id: string, moment: string | null) => readOrNotFound((read, korean) => findDepartment(read, id, korean), moment));

export async function generateMetadata({ params, searchParams }: PageParameters): Promise<Metadata> {
  return { title: (await find(decodeURIComponent((await params).id), await readMoment(searchParams))).name };
}

const kinds = ["institution", "college", "department"] as const;

/** Which course needs me? */
export default async function Department({ params, searchParams }: PageParameters) {
  const id = decodeURIComponent((await params).id);
  const place = await find(id, await readMoment(searchParams));
  const t = await getTranslations();
  const [state, released] = await Promise.all([readState(searchParams), readsReleases()]);
  const { whole, days, standing, compare, query } = state;
  const here = { orgUnit: id };
  const kind = kinds.find((one) => one === place.detail);
  const byWeek = { kpi: "attendance-rate" as const, ...whole, ...here, groupBy: place.hasBelow ? "org_unit,week" : "course,week" };
  const byCourse = { kpi: "attendance-rate" as const, ...days, ...here, ...compare, groupBy: "course" };
  const byUnit = { ...byCourse, groupBy: "org_unit" };
  const others = [
    { kpi: "course-withdrawal-rate" as const, ...standing, ...here, ...compare },
    { kpi: "engagement-rate" as const, ...standing, ...here, ...compare },
    { kpi: "attendance-coverage" as const, ...days, ...here, ...compare },
  ];
  const answers = new PageAnswers(state.moment);
  await answerHeadlines(answers, { state, place: here, third: "dropout-rate" });
  answers.stream([...(released ? [] : [byWeek]), ...(place.hasBelow ? [byUnit] : []), byCourse, ...others]);
  return (
    <WithAnswers answers={answers}>
      <PlaceHead place={place} query={query} title={place.name} detail={kind === undefined ? null : t(`unit.${kind}`)} term={state.term} />
      <div className="space-y-4">
        <HeadlineTiles state={state} place={here} where={place.name} third="dropout-rate" />
        {!released && <WhatsChanged view={byWeek} to={place.hasBelow ? "departments" : "courses"} query={query} />}
        <div className="grid gap-4 lg:grid-cols-2">
          {place.hasBelow && (
            <div className="flex flex-col gap-4">
              <Breakdown
                title={t("overview.attention", { level: "departments" })}
                member={t("page.department")}
                view={byUnit}
                to="departments"
                query={query}
              />
              <Breakdown
                title={t("overview.withdrawals", { level: "departments" })}
                member={t("page.department")}
                view={{ kpi: "course-withdrawal-rate", ...standing, ...here, groupBy: "org_unit" }}
                to="departments"
                query={query}
              />
            </div>
          )}
          <Breakdown
            title={t("overview.attention", { level: "courses" })}
            member={t("page.course")}
            view={byCourse}
            to="courses"
            query={query}
          />
          {!place.hasBelow && (
            <Breakdown
              title={t("overview.attention", { level: "programs" })}
              member={t("page.program")}
              view={{ kpi: "attendance-rate", ...days, ...here, groupBy: "program" }}
              query={query}
            />
          )}
        </div>
        {!released && (
          <HeatMap
            title={t("overview.heat", { level: place.hasBelow ? "departments" : "courses" })}
            member={place.hasBelow ? t("page.department") : t("page.course")}
            view={byWeek}
            to={place.hasBelow ? "departments" : "courses"}
            query={query}
          />
        )}
        <div className="grid gap-4 lg:grid-cols-3">
          {others.map((view) => (
            <KpiTile key={view.kpi} view={view} where={place.name} />
          ))}
        </div>
      </div>
    </WithAnswers>
  );
}
