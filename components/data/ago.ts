/** A span of seconds in the largest unit that says it well. */
export function spanOf(seconds: number): { count: number; unit: "seconds" | "minutes" | "hours" | "days" } {
  if (seconds < 90) return { count: seconds, unit: "seconds" };
  if (seconds < 5_400) return { count: Math.round(seconds / 60), unit: "minutes" };
  return seconds < 172_800 ? { count: Math.round(seconds / 3_600), unit: "hours" } : { count: Math.round(seconds / 86_400), unit: "days" };
}
