/** How many cases a property over a real database tries: few in `npm test`, many in `npm run test:full`, or as PROPERTY_RUNS says. */
export function propertyRuns({ short, full }: { short: number; full: number }): number {
  const asked = process.env.PROPERTY_RUNS;
  if (asked !== undefined) return Number(asked);
  return process.env.BELLWETHER_TEST_FULL === "1" ? full : short;
}
