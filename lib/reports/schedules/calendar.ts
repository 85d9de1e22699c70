/** What an institution has said of its year, in ISO days; `census` where a term has one. */
export type TermDays = { startsOn: string; censusOn: string | null; endsOn: string };
export type Calendar = { terms: readonly TermDays[]; holidays: ReadonlySet<string> };

export const withoutTerms: Calendar = { terms: [], holidays: new Set() };
