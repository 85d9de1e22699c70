export const sourceStates = ["fresh", "stale", "silent"] as const;
export type SourceState = (typeof sourceStates)[number];

const hour = 3_600;
const day = 24 * hour;
/** Hours in a row that usually bring something and did not. */
const silentAfterHours = 6;

/**
 * Whether a source sends as it does (FRESH-1). Where its own past says what is usual, what counts is how many
 * whole hours went by that usually bring something: a source that rests at night is not late at night. Else
 * it is the time since anything came.
 *
 * `lagSeconds`: since its last processed arrival, null: never. `missedHours`: null where nothing is usual yet.
 */
export function sourceState({ lagSeconds, missedHours }: { lagSeconds: number | null; missedHours: number | null }): SourceState {
  if (lagSeconds === null) return "silent";
  if (lagSeconds <= hour) return "fresh";
  if (missedHours === null) return lagSeconds <= day ? "stale" : "silent";
  if (missedHours === 0) return "fresh";
  return missedHours < silentAfterHours ? "stale" : "silent";
}
