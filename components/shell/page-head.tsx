import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { CompareSelect } from "./controls";
import type { Room } from "./navigation";
import { TermLine } from "./term-line";

type Props = {
  title: string;
  /** Beside and under the title: what it is. */
  detail?: ReactNode;
  above?: ReactNode;
  term: string | null;
  compares?: boolean;
};

/** What a page is about, in which term, under which filters, compared with what. */
export function PageHead({ title, detail, above, term, compares = true }: Props) {
  return (
    <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
      <div className="min-w-0">
        {above}
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {detail}
        <TermLine term={term} />
      </div>
      {compares && <CompareSelect />}
    </div>
  );
}

/** The browser's title of a room. */
export async function roomTitle(room: Room): Promise<Metadata> {
  return { title: (await getTranslations("nav"))(room) };
}
