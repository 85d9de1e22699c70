import { type KpiResult, type ResultCell, ratio } from "../queries/result";
import type { Released } from "./give-places";

/** With fewer than so many steps in it a figure in steps would say little. */
const fewestSteps = 10;

/**
 * Students who are active are counted once however many sections they take, so that they do not add up over places and no blocks
 * hold them. Their counts are told in steps of the threshold instead, to the nearest: of what a reader adds and subtracts each part
 * may be off by half a step. Where few are active or inactive, and where fewer than ten steps are enrolled, nothing is told.
 */
export function engagementInSteps(exact: KpiResult, threshold: number): Released {
  const cells = [exact.total, ...exact.groups];
  const hidden = new Set(cells.flatMap((cell, index) => (isTold(cell, threshold) ? [] : [index])));
  const [total = exact.total, ...groups] = cells.map((cell) => inSteps(cell, threshold));
  return { result: { ...exact, total, groups }, hidden };
}

function isTold(cell: ResultCell, threshold: number): boolean {
  const { active, enrolled } = countsOf(cell);
  if (enrolled === 0) return true;
  const isFew = (count: number) => count > 0 && count < threshold;
  return enrolled >= fewestSteps * threshold && !isFew(active) && !isFew(enrolled - active);
}

function inSteps(cell: ResultCell, threshold: number): ResultCell {
  const counts = countsOf(cell);
  const nearest = (count: number) => Math.round(count / threshold) * threshold;
  const [active, enrolled] = [nearest(counts.active), nearest(counts.enrolled)];
  return { ...cell, value: ratio(active, enrolled), measures: { active, enrolled } };
}

function countsOf({ measures }: ResultCell): { active: number; enrolled: number } {
  const { active, enrolled }: Readonly<Record<string, unknown>> = measures;
  return { active: Number(active ?? 0), enrolled: Number(enrolled ?? 0) };
}
