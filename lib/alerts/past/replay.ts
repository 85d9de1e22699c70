import { beginning, evaluate, type Limits } from "../rules/evaluate";
import type { Reading } from "../rules/reading";

export type PastPoint = { day: string; reading: Reading };
export type Firing = Pick<Reading, "value" | "reference" | "n" | "nExact" | "unit"> & { day: string; overOn: string | null };

const dayLength = 86_400_000;

/**
 * What a rule would have done with these readings: they go through the same evaluator as live ones do. A reading stands until
 * the next one, so that minimum times shorter than that are over by then.
 */
export function replay(points: readonly PastPoint[], limits: Limits): Firing[] {
  const firings: Firing[] = [];
  let standing = beginning;
  let pending: PastPoint | null = null;
  const began = (point: PastPoint): Firing => {
    const { value, reference, n, nExact, unit } = point.reading;
    return { day: point.day, overOn: null, value, reference, n, nExact, unit };
  };
  for (const [index, point] of points.entries()) {
    const at = Date.parse(point.day);
    const next = points[index + 1];
    const read = evaluate(standing, limits, { kind: "reading", position: String(index + 1), at, excess: point.reading.excess });
    if (read.standing.state === "quiet") pending = null;
    else if (standing.state === "quiet") pending = point;
    const held = evaluate(read.standing, limits, { kind: "time", at: next === undefined ? at + dayLength : Date.parse(next.day) - 1 });
    const last = firings.at(-1);
    if (read.transition === "resolved" && last !== undefined) last.overOn = point.day;
    if (read.transition === "fired" || held.transition === "fired") firings.push(began(pending ?? point));
    standing = held.standing;
  }
  return firings;
}
