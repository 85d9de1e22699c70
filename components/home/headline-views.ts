import type { ViewQuery } from "@/lib/live/protocol";
import { inOtherTerm } from "../kpi/other-term-view";
import type { PageAnswers } from "../shell/page-answers";
import type { PageState } from "../shell/page-context";

export type HeadlineProps = {
  state: PageState;
  place?: { orgUnit?: string; course?: string; section?: string };
  /** The third headline: who leaves the school, or who leaves the course. */
  third: "dropout-rate" | "course-withdrawal-rate";
  compares?: boolean;
};

/** What the three headlines of a place ask. */
export function headlineViews({ state, place = {}, third, compares = true }: HeadlineProps) {
  const compare = compares ? state.compare : {};
  return {
    attendance: { kpi: "attendance-rate", ...state.days, ...place, ...compare },
    attendanceTrend: { kpi: "attendance-rate", ...state.whole, ...place, groupBy: "week" },
    coverage: { kpi: "attendance-coverage", ...state.days, ...place },
    grades: { kpi: "grade-distribution", ...state.whole, ...place, ...compare },
    provisionalGrades: { kpi: "grade-distribution", ...state.whole, ...place, ...compare, state: "provisional" },
    third: { kpi: third, ...state.standing, ...place, ...compare },
    thirdTrend: { kpi: third, ...state.whole, ...place, groupBy: "week" },
  } as const satisfies Record<string, ViewQuery>;
}

/** What they ask next, once they know the term that they are compared with. */
function headlineReferences(views: ReturnType<typeof headlineViews>, answers: PageAnswers): ViewQuery[] {
  const other = (view: ViewQuery) => answers.of(view)?.comparison?.term;
  const [attendance, grades, third] = [other(views.attendance), other(views.grades), other(views.third)];
  return [
    ...(attendance === undefined ? [] : [inOtherTerm(views.attendanceTrend, attendance)]),
    ...(third === undefined ? [] : [inOtherTerm(views.thirdTrend, third)]),
    ...(grades === undefined ? [] : [{ ...inOtherTerm(views.grades, grades), state: "final" as const }]),
  ];
}

/** The headlines are in the page's first frame; what they are drawn beside comes after them. */
export async function answerHeadlines(answers: PageAnswers, props: HeadlineProps, more: readonly ViewQuery[] = []): Promise<void> {
  const views = headlineViews(props);
  await answers.read([...Object.values(views), ...more]);
  answers.stream(headlineReferences(views, answers));
}
