/** The part of an address that makes a wall of a page: `?wall=1`, and `&every=20` for seconds a stop. */
export type WallAddress = { every: number };

const usual = 30;
const shortest = 5;
const longest = 3_600;

/** Null where the address asks for no wall. What is no number of seconds is taken for the usual one. */
export function wallOf(read: (name: string) => string | null): WallAddress | null {
  if (read("wall") !== "1") return null;
  const every = Number(read("every") ?? usual);
  return { every: Number.isFinite(every) && every > 0 ? Math.min(longest, Math.max(shortest, Math.round(every))) : usual };
}

/** Which stop a turn of the round is at; turns may go back past the first. */
export const stopAt = (turn: number, count: number): number => (count === 0 ? 0 : ((turn % count) + count) % count);
