/** Whether this is `npm run test:full`. `npm test` is to be quick: it tries a part of what is alike, and this all of it. */
export const isFullRun = process.env.BELLWETHER_TEST_FULL === "1";

/** All cases in the full run; else `short` of them, from first to last at equal distances, the same each time. */
export function sampleOf<Case>(cases: readonly Case[], short: number): readonly Case[] {
  if (isFullRun || short >= cases.length) return cases;
  const part = (index: number) => Math.floor((index * short) / cases.length);
  return cases.filter((_, index) => index === 0 || part(index) !== part(index - 1));
}

/**
 * All cases in the full run; else one in `parts`, and another one at the next `turn`: what is crossed with something is tried
 * with each part of it, and all of it is tried.
 */
export function turnOf<Case>(cases: readonly Case[], turn: number, parts: number): readonly Case[] {
  return isFullRun ? cases : cases.filter((_, index) => (index + turn) % parts === 0);
}
