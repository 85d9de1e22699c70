/** Counting what others may send without end stops here: a flood of it must not make the page that tells of it slow. */
export const mostCounted = 10_000;

/** A count over a sub-select that stops one past the most: what is told of it. */
export const countedUp = (count: number): { count: number; isLeast: boolean } => ({
  count: Math.min(count, mostCounted),
  isLeast: count > mostCounted,
});
