import type { Hiding } from "../compute-kpi";
import type { KpiResult, ResultCell } from "../queries/result";
import { inMean, inMeanOf } from "./mean-of-letters";

/**
 * What was released of one scale is what the release of all scales says of it. With releases of its own, which are of another
 * moment, both together would tell of the few who changed in between.
 *
 * Groups in which nobody has the scale are left out, but for those that are hidden, of which it is not told.
 */
export function ofOneScale(scale: string, { total, groups, ...rest }: KpiResult, hiding: Hiding): { result: KpiResult; hiding: Hiding } {
  const hidden = (cell: ResultCell, index: number) =>
    hiding.cells.has(index) || (cell.scales ?? []).some((part, at) => part.scale === scale && hiding.scales(index).has(at));
  const kept = groups
    .map((group, index) => ({ group, cell: only(scale, group), hidden: hidden(group, index + 1) }))
    .filter((one) => one.hidden || one.cell !== null);
  const cells = new Set([...(hidden(total, 0) ? [0] : []), ...kept.flatMap((one, index) => (one.hidden ? [index + 1] : []))]);
  return {
    result: { ...rest, total: only(scale, total) ?? nobody(total), groups: kept.map(({ cell, group }) => cell ?? nobody(group)) },
    hiding: { cells, scales: () => new Set() },
  };
}

/** Null where nobody has a grade of the scale. */
function only(scale: string, cell: ResultCell): ResultCell | null {
  if (cell.scale === scale) return cell;
  const { scales = [], parts = {}, ...rest } = cell;
  const part = scales.find((one) => one.scale === scale);
  if (part === undefined) return null;
  const students = parts[inMeanOf(scale)];
  return {
    ...rest,
    scale,
    value: part.value,
    n: { students: part.n, exact: true },
    measures: part.measures,
    ...(students === undefined ? {} : { parts: { [inMean]: students } }),
  };
}

const nobody = ({ keys, labels }: Pick<ResultCell, "keys" | "labels">): ResultCell => ({
  keys,
  labels,
  value: null,
  n: { students: 0, exact: true },
  measures: { letters: {}, gradePointCredits: 0, gradedCredits: 0 },
});
