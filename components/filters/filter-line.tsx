"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useShell, useTerm, useZone } from "../shell/shell-context";
import { comparisonName } from "./comparison-name";
import { usualComparison } from "./page-filters";
import { periodWords } from "./period-words";
import { useFilters } from "./use-filters";

type Props = {
  /** The term of the page's own place, where it has one: then it is not a choice. */
  term: string | null;
  compares: boolean;
  /** Beside its figures the page lists students or sections, which filters of figures do not narrow. */
  lists: boolean;
};

/** What the page is of: every filter that applies, each with a way out of it, and the reader's scope. It stays in sight. */
export function FilterLine({ term: own, compares, lists }: Props) {
  const t = useTranslations("filters");
  const compareText = useTranslations("compare");
  const locale = useKnownLocale();
  const zone = useZone();
  const { scope, programs } = useShell();
  const { filters, hrefWith } = useFilters();
  const term = useTerm(own ?? filters.term);
  const period = periodWords(filters, locale, t);
  const program = programs.find(({ id }) => id === filters.program)?.name ?? filters.program;
  const narrowed = period !== null || program !== null || filters.yearOfStudy !== null;
  return (
    <section
      aria-label={t("title")}
      className="z-20 -mx-4 mb-4 border-b border-line bg-ground px-4 py-1.5 text-sm lg:sticky lg:top-(--view-banner)"
      data-filters
      data-term={term?.id}
    >
      <ul className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {term !== null && (
          <Chip
            name={t("term")}
            remove={own === null && filters.term !== null ? hrefWith({ term: null, week: null, from: null, to: null }) : null}
          >
            {term.name}
          </Chip>
        )}
        <Chip name={t("period")} remove={period === null ? null : hrefWith({ week: null, from: null, to: null })}>
          {period ?? t("wholeTerm")}
        </Chip>
        {program !== null && (
          <Chip name={t("program")} remove={hrefWith({ program: null })}>
            {program}
          </Chip>
        )}
        {filters.yearOfStudy !== null && (
          <Chip name={t("year")} remove={hrefWith({ yearOfStudy: null })}>
            {filters.yearOfStudy}
          </Chip>
        )}
        {compares && (
          <Chip name={compareText("with")} remove={filters.compare === usualComparison ? null : hrefWith({ compare: null })}>
            {comparisonName(filters.compare, compareText)}
          </Chip>
        )}
        {filters.asOf !== null && (
          <Chip name={t("known")} remove={hrefWith({ asOf: null })}>
            {formatInstant(filters.asOf, locale, zone)}
          </Chip>
        )}
        <li className="text-soft">
          {t("scope")} <span className="text-ink">{scope}</span>
        </li>
        {lists && narrowed && <li className="text-soft">{t("listsWhole")}</li>}
      </ul>
    </section>
  );
}

/** One filter; where it can be taken away the whole of it is the way, so that a finger hits it. */
function Chip({ name, remove, children }: { name: string; remove: string | null; children: ReactNode }) {
  const t = useTranslations("filters");
  const words = (
    <>
      <span className={remove === null ? "text-soft" : ""}>{name}:</span> <span className="font-medium">{children}</span>
    </>
  );
  if (remove === null) return <li className="py-0.5">{words}</li>;
  return (
    <li>
      <Link
        prefetch={false}
        scroll={false}
        href={remove}
        className="inline-flex items-center gap-1 rounded-full bg-accent-soft px-2.5 py-0.5 text-accent hover:underline"
      >
        <span>{words}</span>
        <X className="size-3.5" aria-hidden="true" />
        <span className="sr-only">{t("remove")}</span>
      </Link>
    </li>
  );
}
