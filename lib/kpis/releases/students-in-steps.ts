import type { KpiResult, ResultCell } from "../queries/result";

/**
 * Of how many students figures are, in steps of the threshold: at least so many. Distinct students are counted by each KPI in
 * its own way and add up over no places, so that no blocks hold them; two exact counts of one place would tell of the few whom one
 * of them leaves out, such as those who withdrew.
 */
export function inSteps({ total, groups, ...result }: KpiResult, threshold: number): KpiResult {
  const stepped = (cell: ResultCell) => cellInSteps(cell, threshold);
  return { ...result, total: stepped(total), groups: groups.map(stepped) };
}

function cellInSteps(cell: ResultCell, threshold: number): ResultCell {
  const stepOf = (students: number) => Math.floor(students / threshold) * threshold;
  const n = cell.n === null || cell.n.students === 0 ? cell.n : { students: stepOf(cell.n.students), exact: false };
  const { scales } = cell;
  return { ...cell, n, ...(scales === undefined ? {} : { scales: scales.map((scale) => ({ ...scale, n: stepOf(scale.n) })) }) };
}
