import type { TermItem } from "@/lib/warehouse/queries/list-terms";

/** The term under way on a local day, of several the one that the API takes too: the latest first day; null where there is none. */
export const termOn = (terms: readonly TermItem[], day: string): TermItem | null =>
  terms.find((term) => term.startsOn <= day && day <= term.endsOn) ?? null;
