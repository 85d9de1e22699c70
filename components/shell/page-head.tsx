import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { FilterLine } from "../filters/filter-line";
import { PeriodControl } from "../filters/period-control";
import { MomentControl } from "../past/moment-control";
import { CompareSelect, ProgramSelect, YearSelect } from "./controls";
import type { Room } from "./navigation";
import { TermLine } from "./term-line";

type Props = {
  title: string;
  /** Beside and under the title: what it is. */
  detail?: ReactNode;
  above?: ReactNode;
  term: string | null;
  compares?: boolean;
  /** Its figures follow the address's filters. */
  narrows?: boolean;
  /** The page is of one term by itself. */
  ownTerm?: boolean;
  /** It lists students or sections beside its figures. */
  lists?: boolean;
};

/** What a page is about, in which term, under which filters, compared with what. */
export function PageHead(props: Props) {
  const { title, detail, above, term, compares = true, narrows = true, ownTerm = false, lists = false } = props;
  const own = ownTerm ? term : null;
  return (
    <>
      <div className="mb-2 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          {above}
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {detail}
          <TermLine term={term} />
        </div>
        {narrows && (
          <div className="flex flex-wrap items-center gap-2">
            <PeriodControl term={own} />
            <ProgramSelect />
            <YearSelect />
            {compares && <CompareSelect />}
            <MomentControl />
          </div>
        )}
      </div>
      {narrows && <FilterLine term={own} compares={compares} lists={lists} />}
    </>
  );
}

/** The browser's title of a room. */
export async function roomTitle(room: Room): Promise<Metadata> {
  return { title: (await getTranslations("nav"))(room) };
}
