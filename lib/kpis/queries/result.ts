import type { KpiMeasures } from "../answer";
import type { Attended } from "../attended";
import type { RuleStretch } from "../policy-versions";
import type { Grouping } from "../question";

/** One cell of an answer before suppression: the whole, or a group of it. */
export type ResultCell = {
  keys: (string | null)[];
  labels: (string | null)[];
  value: number | null;
  /** Distinct students in the denominator; null where the KPI counts none. */
  n: { students: number; exact: boolean } | null;
  measures: KpiMeasures;
  /** Counts of students that other figures tell together with this one: not published, and small ones hide the cell. */
  parts?: Readonly<Record<string, number>>;
  /** Of grades that are all of one scale. */
  scale?: string;
  scales?: { scale: string; n: number; value: number | null; measures: KpiMeasures }[];
  /** Of attendance whose days stand under several rules: each mark weighed by that of its day. */
  weighed?: Attended;
};

/** `rules`: of attendance, how marks were weighed on which days. */
export type KpiResult = { total: ResultCell; groups: ResultCell[]; rules?: readonly RuleStretch[] };

/** A row of `labelled(summed(...))`. */
export type Row = {
  total: number;
  k1?: string | null;
  k2?: string | null;
  l1?: string | null;
  l2?: string | null;
  [measure: string]: unknown;
};

export const keysOf = (row: Row, count: number) => [row.k1 ?? null, row.k2 ?? null].slice(0, count);
export const labelsOf = (row: Row, count: number) => [row.l1 ?? null, row.l2 ?? null].slice(0, count);
export const keyText = (keys: readonly (string | null)[]) => JSON.stringify(keys);
export const numberOf = (value: unknown) => Number(value ?? 0);
export const ratio = (numerator: number, denominator: number) => (denominator === 0 ? null : numerator / denominator);

export const isTime = (grouping: Grouping) => grouping === "date" || grouping === "week";

/**
 * The cohort below a day or week: the whole one, so that the days add up to the rate; with a second breakdown
 * beside the time that of the other member. `size` is of one row's own part of the cohort.
 */
export function cohortsByMember(rows: readonly Row[], groupings: readonly Grouping[], size: (row: Row) => number): (row: Row) => number {
  const position = groupings.findIndex((grouping) => !isTime(grouping));
  const memberOf = (row: Row) => (row.total === 1 || position < 0 ? null : keyText([keysOf(row, groupings.length)[position] ?? null]));
  const sizes = new Map<string | null, number>();
  for (const row of rows) {
    if (row.total === 1) sizes.set(null, size(row));
    else if (position >= 0) sizes.set(memberOf(row), (sizes.get(memberOf(row)) ?? 0) + size(row));
  }
  return (row) => sizes.get(memberOf(row)) ?? 0;
}
