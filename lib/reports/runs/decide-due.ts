import type { Timing } from "../timing-shape";

/** Milliseconds after which an occurrence is one that was missed: whoever is up is never so late. */
export const grace = 10 * 60_000;

export type Decided = { at: Date; fate: "fire" | "fire-late" | "skip" };

/**
 * What becomes of occurrences that are due. Those that were missed while nothing ran are made up for once at most, by the
 * last of all: where one is due just now, that is it.
 */
export function decideDue(due: readonly Date[], now: Date, missed: Timing["missed"]): Decided[] {
  return due.map((at, index) => {
    if (now.getTime() - at.getTime() <= grace) return { at, fate: "fire" };
    return { at, fate: missed === "once" && index === due.length - 1 ? "fire-late" : "skip" };
  });
}
