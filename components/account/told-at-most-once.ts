/** Runs at most once in so many milliseconds; the page that was just opened has told of itself. */
export function toldAtMostOnce(every: number, now: () => number, tell: () => void): () => void {
  let last = now();
  return () => {
    if (now() - last < every) return;
    last = now();
    tell();
  };
}
