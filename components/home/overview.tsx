import { getLocale, getTranslations } from "next-intl/server";
import { withScopedRead } from "@/lib/access/scoped-read";
import { getServices } from "@/lib/runtime/services";
import { listUnitNames } from "@/lib/warehouse/queries/list-unit-names";
import { HeatMap } from "../charts/heat-map";
import { Breakdown } from "../kpi/breakdown";
import { KpiTile } from "../kpi/kpi-tile";
import { otherTermViewOf } from "../kpi/other-term-view";
import { SourcesTable } from "../kpi/sources-table";
import { WhatsChanged } from "../kpi/whats-changed";
import { PageAnswers } from "../shell/page-answers";
import { ownLevel, reader, readShell, readState, readsReleases, type Search } from "../shell/page-context";
import { PageHead } from "../shell/page-head";
import { WithAnswers } from "../shell/with-answers";
import { HeadlineTiles } from "./headline-tiles";
import { answerHeadlines } from "./headline-views";

const groupings = { departments: "org_unit", courses: "course", sections: "section" } as const;

/** Are we all right, and what changed? Over whatever the reader may see, at the level that is theirs. */
export async function Overview({ searchParams }: { searchParams: Search }) {
  const t = await getTranslations();
  const [state, released, level, principal] = await Promise.all([readState(searchParams), readsReleases(), ownLevel(), reader()]);
  const { whole, days, standing, compare, query } = state;
  const groupBy = groupings[level];
  const byWeek = { kpi: "attendance-rate" as const, ...whole, groupBy: `${groupBy},week` };
  const attention = { kpi: "attendance-rate" as const, ...days, groupBy, ...(level === "sections" ? {} : compare) };
  const byDepartment = { kpi: "attendance-rate" as const, ...days, ...compare, groupBy: "org_unit" };
  const withdrawals = { kpi: "course-withdrawal-rate" as const, ...standing, groupBy: level === "courses" ? "org_unit" : groupBy };
  const others = [
    { kpi: "course-withdrawal-rate" as const, ...standing, ...compare },
    { kpi: "engagement-rate" as const, ...standing, ...compare },
    { kpi: "attendance-coverage" as const, ...days, ...compare },
  ];
  const answers = new PageAnswers(state.moment);
  const ranked = level === "courses" ? byDepartment : attention;
  const [units] = await Promise.all([ownUnits(), answerHeadlines(answers, { state, third: "dropout-rate" }, [ranked])]);
  const [first, shell] = [answers.of(ranked), principal === null ? null : await readShell(principal)];
  const past = first === undefined || shell === null ? null : otherTermViewOf(ranked, first, shell);
  if (past !== null) await answers.read([past]);
  answers.stream([...(released ? [] : [byWeek]), attention, withdrawals, ...others]);
  return (
    <WithAnswers answers={answers}>
      <PageHead title={units ?? t("nav.overview")} term={state.term} />
      <div className="space-y-4">
        {principal?.roles.some(({ home }) => home === "data") === true && <SourcesTable view={{ kpi: "attendance-coverage", ...whole }} />}
        <HeadlineTiles state={state} where={units} third="dropout-rate" />
        {!released && <WhatsChanged view={byWeek} to={level} query={query} />}
        <div className="grid gap-4 lg:grid-cols-2">
          {level === "courses" && (
            <div className="flex flex-col gap-4">
              <Breakdown
                title={t("overview.attention", { level: "departments" })}
                member={t("page.department")}
                view={byDepartment}
                to="departments"
                query={query}
              />
              <Breakdown
                title={t("overview.withdrawals", { level: "departments" })}
                member={t("page.department")}
                view={withdrawals}
                to="departments"
                query={query}
              />
            </div>
          )}
          <Breakdown
            title={t("overview.attention", { level })}
            member={t("overview.member", { level })}
            view={attention}
            to={level}
            query={query}
          />
          {level !== "courses" && (
            <Breakdown
              title={t("overview.withdrawals", { level })}
              member={t("overview.member", { level })}
              view={withdrawals}
              to={level}
              query={query}
            />
          )}
        </div>
        {!released && (
          <HeatMap title={t("overview.heat", { level })} member={t("overview.member", { level })} view={byWeek} to={level} query={query} />
        )}
        <div className="grid gap-4 lg:grid-cols-3">
          {others.map((view) => (
            <KpiTile key={view.kpi} view={view} where={units} />
          ))}
        </div>
      </div>
    </WithAnswers>
  );
}

/** The names of the units that a dean's scope is made of; undefined for the whole institution and for persons. */
async function ownUnits(): Promise<string | undefined> {
  const principal = await reader();
  if (principal?.scope.kind !== "org-units") return undefined;
  const { orgUnits } = principal.scope;
  const korean = (await getLocale()) === "ko";
  const names = await withScopedRead(getServices().database, principal.scope, (read) => listUnitNames(read, orgUnits, korean));
  return names.length === 0 ? undefined : names.join(", ");
}
