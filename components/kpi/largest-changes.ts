import type { KpiAnswer } from "@/lib/kpis/answer";
import { daysOfWeek } from "./weeks";

export type Change = { key: string; label: string; week: string; value: number; usual: number; weeks: number };

const shown = 3;
/** A change is held against this many weeks before it, and needs at least two of them. */
const weeksBefore = 4;
const leastWeeks = 2;

/** The members whose last whole week is furthest from its own weeks before, the largest first. Groups are (member, week). */
export function largestChanges(answer: KpiAnswer, today: string, least: number): Change[] {
  const members = new Map<string, { label: string; weeks: Map<string, number> }>();
  for (const group of answer.groups ?? []) {
    const [key, week] = group.keys ?? [];
    if (typeof key !== "string" || typeof week !== "string" || group.value === null || (group.n ?? least) < least) continue;
    const sunday = daysOfWeek(week)?.to;
    if (sunday === undefined || sunday >= today) continue;
    const member = members.get(key) ?? { label: group.labels?.[0] ?? key, weeks: new Map() };
    member.weeks.set(week, group.value);
    members.set(key, member);
  }
  const last = [...members.values()].flatMap((member) => [...member.weeks.keys()]).sort();
  const week = last.at(-1);
  if (week === undefined) return [];
  return [...members]
    .flatMap(([key, { label, weeks }]): Change[] => {
      const value = weeks.get(week);
      const before = [...weeks.keys()]
        .filter((one) => one < week)
        .sort()
        .slice(-weeksBefore);
      if (value === undefined || before.length < leastWeeks) return [];
      const usual = before.reduce((sum, one) => sum + (weeks.get(one) ?? 0), 0) / before.length;
      return [{ key, label, week, value, usual, weeks: before.length }];
    })
    .sort((a, b) => Math.abs(b.value - b.usual) - Math.abs(a.value - a.usual))
    .slice(0, shown);
}
