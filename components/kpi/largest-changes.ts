import type { KpiAnswer } from "@/lib/kpis/answer";
import type { AttendanceRule } from "@/lib/kpis/attended";
import type { Part } from "@/lib/kpis/decompose-change";
import { observedOf, partOf } from "@/lib/kpis/observed";
import { type Observed, shrinkDeviations } from "@/lib/kpis/rank-deviations";
import { daysOfWeek } from "./weeks";

/** A member's last whole week beside the weeks before it, both as marks attended over marks expected. */
export type Change = { key: string; label: string; week: string; weeksBefore: string[]; now: Part; before: Part };

const shown = 3;
/** A week is held against this many before it that had meetings, and needs at least two of them. */
const mostBefore = 4;
const leastBefore = 2;

type Week = { part: Part; observed: Observed };

/**
 * The members whose last whole week is furthest from their own weeks before for sure (lib/kpis/rank-deviations.ts),
 * the largest first. Groups are (member, week) of the attendance rate.
 */
export function largestChanges(answer: KpiAnswer, today: string, rule: AttendanceRule): Change[] {
  const members = new Map<string, { label: string; weeks: Map<string, Week> }>();
  for (const group of answer.groups ?? []) {
    const [key, week] = group.keys ?? [];
    if (typeof key !== "string" || typeof week !== "string") continue;
    const [part, observed] = [partOf("attendance-rate", key, group, rule), observedOf("attendance-rate", group, rule)];
    const sunday = daysOfWeek(week)?.to;
    if (part === null || observed === null || sunday === undefined || sunday >= today) continue;
    const member = members.get(key) ?? { label: group.labels?.[0] ?? key, weeks: new Map() };
    member.weeks.set(week, { part, observed });
    members.set(key, member);
  }
  const week = [...members.values()]
    .flatMap((member) => [...member.weeks.keys()])
    .sort()
    .at(-1);
  if (week === undefined) return [];
  const found = [...members].flatMap(([key, { label, weeks }]) => {
    const own = weeks.get(week);
    const weeksBefore = [...weeks.keys()]
      .filter((one) => one < week)
      .sort()
      .slice(-mostBefore);
    if (own === undefined || weeksBefore.length < leastBefore) return [];
    const past = weeksBefore.flatMap((one) => weeks.get(one) ?? []);
    const before = past.reduce((sum, one) => add(sum, one.part), { key, numerator: 0, denominator: 0 });
    const students = Math.max(...past.map((one) => one.observed.students));
    const normal = { ratio: before.numerator / before.denominator, marks: before.denominator, students };
    return [{ change: { key, label, week, weeksBefore, now: own.part, before }, member: { key, now: own.observed, normal } }];
  });
  const deviations = new Map(shrinkDeviations(found.map(({ member }) => member)).map((one) => [one.key, one]));
  const sure = ({ key }: Change) => Math.abs(deviations.get(key)?.sure ?? 0);
  const likely = ({ key }: Change) => Math.abs(deviations.get(key)?.shrunk ?? 0);
  const gap = ({ now, before }: Change) => Math.abs(now.numerator / now.denominator - before.numerator / before.denominator);
  return found
    .map(({ change }) => change)
    .sort((a, b) => sure(b) - sure(a) || likely(b) - likely(a) || gap(b) - gap(a))
    .slice(0, shown);
}

const add = (a: Part, b: Part): Part => ({ ...a, numerator: a.numerator + b.numerator, denominator: a.denominator + b.denominator });
