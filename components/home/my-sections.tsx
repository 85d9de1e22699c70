import { getTranslations } from "next-intl/server";
import { OwnSections } from "../people/own-sections";
import { readState, type Search } from "../shell/page-context";
import { PageHead } from "../shell/page-head";
import { HeadlineTiles } from "./headline-tiles";

/** Who was missing, who is slipping, how do my grades look? */
export async function MySections({ searchParams }: { searchParams: Search }) {
  const t = await getTranslations("nav");
  const state = await readState(searchParams);
  return (
    <>
      <PageHead title={t("sections")} term={state.term} lists />
      <div className="space-y-4">
        <OwnSections term={state.term} query={state.query} />
        <HeadlineTiles state={state} where={t("sections")} third="course-withdrawal-rate" />
      </div>
    </>
  );
}
