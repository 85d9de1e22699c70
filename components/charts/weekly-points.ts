import type { KpiAnswer, KpiGroup } from "@/lib/kpis/answer";
import { weekOf, weeksBetween } from "../kpi/weeks";

export type TermDays = { startsOn: string; endsOn: string };
export type TrendPoint = {
  week: string;
  value: number | null;
  /** The week that stands at the same place of the term compared with, and its value. */
  beforeWeek: string | null;
  before: number | null;
  /** Not every day of the week has passed. */
  underWay: boolean;
};

/** Counts that add up over the weeks, by KPI: their trend is how far it has come, not each week alone. */
const addsUp: Readonly<Record<string, readonly [string, string]>> = {
  "dropout-rate": ["dropouts", "enrolledAtCensus"],
  "course-withdrawal-rate": ["withdrawn", "registered"],
};
export const isCumulative = (kpi: string): boolean => kpi in addsUp;

type Series = { answer: KpiAnswer; days: TermDays };

/** The weeks of a term with their values, beside those of another term, both counted from the first week on. */
export function weeklyPoints(now: Series, before: Series | null, today: string): TrendPoint[] {
  const own = valuesByWeek(now, today);
  const other = before === null ? null : valuesByWeek(before, today);
  const otherWeeks = before === null ? [] : weeksBetween(before.days.startsOn, before.days.endsOn);
  return weeksBetween(now.days.startsOn, now.days.endsOn).map((week, index) => ({
    week,
    value: own.get(week) ?? null,
    beforeWeek: otherWeeks[index] ?? null,
    before: other?.get(otherWeeks[index] ?? "") ?? null,
    underWay: week === weekOf(today),
  }));
}

/** Whether weeks are hidden from this reader, so that their sums cannot be drawn. */
export const hidesWeeks = (answer: KpiAnswer): boolean => (answer.groups ?? []).some((group) => group.suppressed);

function valuesByWeek({ answer, days }: Series, today: string): Map<string, number | null> {
  const groups = new Map((answer.groups ?? []).map((group) => [group.key ?? "", group]));
  const measures = addsUp[answer.kpi];
  if (measures === undefined) return new Map([...groups].map(([week, group]) => [week, group.value]));
  return sumUp(groups, measures, answer, days, today);
}

function sumUp(
  groups: ReadonlyMap<string, KpiGroup>,
  [numerator, denominator]: readonly [string, string],
  answer: KpiAnswer,
  days: TermDays,
  today: string,
): Map<string, number | null> {
  const cohort = measureOf(answer, denominator);
  const values = new Map<string, number | null>();
  if (cohort === 0 || hidesWeeks(answer)) return values;
  let sum = 0;
  for (const week of weeksBetween(days.startsOn, days.endsOn < today ? days.endsOn : today)) {
    const group = groups.get(week);
    if (group !== undefined) sum += measureOf(group, numerator);
    values.set(week, sum / cohort);
  }
  return values;
}

function measureOf(cell: Pick<KpiGroup, "measures">, name: string): number {
  const value: unknown = cell.measures === undefined ? 0 : Reflect.get(cell.measures, name);
  return typeof value === "number" ? value : 0;
}
