import { getTranslations } from "next-intl/server";
import { Advisees } from "../people/advisees";
import { readState, type Search } from "../shell/page-context";
import { PageHead } from "../shell/page-head";
import { HeadlineTiles } from "./headline-tiles";

/** Whom should I call first? */
export async function MyStudents({ searchParams }: { searchParams: Search }) {
  const t = await getTranslations("nav");
  const state = await readState(searchParams);
  return (
    <>
      <PageHead title={t("students")} term={state.term} lists />
      <div className="space-y-4">
        <Advisees term={state.term} />
        <HeadlineTiles state={state} where={t("students")} third="dropout-rate" />
      </div>
    </>
  );
}
