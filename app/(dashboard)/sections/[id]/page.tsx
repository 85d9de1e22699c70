import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { HeadlineTiles } from "@/components/home/headline-tiles";
import { answerHeadlines } from "@/components/home/headline-views";
import { SectionPeople } from "@/components/section/section-people";
import { PageAnswers } from "@/components/shell/page-answers";
import { ownLevel, type PageParameters, readMoment, readOrNotFound, readState } from "@/components/shell/page-context";
import { PlaceHead } from "@/components/shell/place-head";
import { WithAnswers } from "@/components/shell/with-answers";
import { findSection } from "@/lib/warehouse/queries/find-place";

const find = cache((id: string, moment: string | null) => readOrNotFound((read, korean) => findSection(read, id, korean), moment));

export async function generateMetadata({ params, searchParams }: PageParameters): Promise<Metadata> {
  const place = await find(decodeURIComponent((await params).id), await readMoment(searchParams));
  return { title: place.detail === null ? place.id : `${place.detail} (${place.id})` };
}

/** Who was missing, who is slipping, how do the grades look? */
export default async function Section({ params, searchParams }: PageParameters) {
  const id = decodeURIComponent((await params).id);
  const place = await find(id, await readMoment(searchParams));
  const t = await getTranslations("page");
  const { term } = place;
  // A section is of one term, whatever the address says.
  const asked = await searchParams;
  const state = await readState(Promise.resolve(term === null ? asked : { ...asked, term }));
  const headlines = { state, place: { section: id }, third: "course-withdrawal-rate" as const, compares: false };
  const answers = new PageAnswers(state.moment);
  await answerHeadlines(answers, headlines);
  return (
    <WithAnswers answers={answers}>
      <PlaceHead
        place={place}
        query={state.query}
        title={place.detail ?? t("section", { id })}
        detail={place.detail === null ? null : t("section", { id })}
        term={state.term}
        compares={false}
        ownTerm={term !== null}
        lists
      />
      <div className="space-y-4">
        <HeadlineTiles
          {...headlines}
          where={t("section", { id })}
          beside={
            place.course === null
              ? undefined
              : { course: place.course, label: (await ownLevel()) === "sections" ? t("ownSections") : t("allSections") }
          }
        />
        <SectionPeople section={id} />
      </div>
    </WithAnswers>
  );
}
