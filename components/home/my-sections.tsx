import { getTranslations } from "next-intl/server";
import { OwnSections } from "../people/own-sections";
import { PageAnswers } from "../shell/page-answers";
import { readState, type Search } from "../shell/page-context";
import { PageHead } from "../shell/page-head";
import { WithAnswers } from "../shell/with-answers";
import { HeadlineTiles } from "./headline-tiles";
import { answerHeadlines } from "./headline-views";

/** Who was missing, who is slipping, how do my grades look? */
export async function MySections({ searchParams }: { searchParams: Search }) {
  const t = await getTranslations("nav");
  const state = await readState(searchParams);
  const answers = new PageAnswers(state.moment);
  await answerHeadlines(answers, { state, third: "course-withdrawal-rate" });
  return (
    <WithAnswers answers={answers}>
      <PageHead title={t("sections")} term={state.term} lists />
      <div className="space-y-4">
        <OwnSections term={state.term} />
        <HeadlineTiles state={state} where={t("sections")} third="course-withdrawal-rate" />
      </div>
    </WithAnswers>
  );
}
