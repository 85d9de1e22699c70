import { type ResultCell, ratio } from "../queries/result";

/** To the nearest step; what is there is told as one step at least. */
export const toSteps = (count: number, threshold: number): number =>
  count === 0 ? 0 : Math.max(threshold, Math.round(count / threshold) * threshold);

/**
 * A DFW rate counts low grades and who left, of which letters and withdrawals tell, as of other moments: three exact counts would tell by
 * their difference of the few who changed in between. So its own is told in steps of the threshold.
 */
export function dfwInSteps(cell: ResultCell, threshold: number): ResultCell {
  const { dfw, censusEnrolments }: Readonly<Record<string, unknown>> = cell.measures;
  if (typeof dfw !== "number" || typeof censusEnrolments !== "number") return cell;
  const told = Math.min(toSteps(dfw, threshold), censusEnrolments);
  return { ...cell, value: ratio(told, censusEnrolments), measures: { dfw: told, censusEnrolments } };
}
