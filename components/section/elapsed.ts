export type Elapsed = { count: number; unit: "minutes" | "hours" | "days" };

const minute = 60_000;

/** How long after one instant another was, in the unit that people would say it in; null where it was not after. */
export function elapsed(from: string, to: string): Elapsed | null {
  const minutes = Math.floor((Date.parse(to) - Date.parse(from)) / minute);
  if (minutes < 0) return null;
  if (minutes < 60) return { count: minutes, unit: "minutes" };
  if (minutes < 48 * 60) return { count: Math.floor(minutes / 60), unit: "hours" };
  return { count: Math.floor(minutes / (24 * 60)), unit: "days" };
}
