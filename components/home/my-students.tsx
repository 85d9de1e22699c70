import { getTranslations } from "next-intl/server";
import { Advisees } from "../people/advisees";
import { PageAnswers } from "../shell/page-answers";
import { readState, type Search } from "../shell/page-context";
import { PageHead } from "../shell/page-head";
import { WithAnswers } from "../shell/with-answers";
import { HeadlineTiles } from "./headline-tiles";
import { answerHeadlines } from "./headline-views";

/** Whom should I call first? */
export async function MyStudents({ searchParams }: { searchParams: Search }) {
  const t = await getTranslations("nav");
  const state = await readState(searchParams);
  const answers = new PageAnswers(state.moment);
  await answerHeadlines(answers, { state, third: "dropout-rate" });
  return (
    <WithAnswers answers={answers}>
      <PageHead title={t("students")} term={state.term} lists />
      <div className="space-y-4">
        <Advisees term={state.term} />
        <HeadlineTiles state={state} where={t("students")} third="dropout-rate" />
      </div>
    </WithAnswers>
  );
}
