import { attendedOf, marksOf } from "../attended";
import { rulesIn } from "../policy-versions";
import { type ResultCell, ratio } from "../queries/result";
import type { KpiContext } from "../read-context";

const nothing = { attended: 0, expected: 0 };

/** A week as it was given. */
export type GivenWeek = { days: { from: string | null; to: string | null }; figures: ResultCell };

/**
 * Marks of several weeks together, of what was given of each. Distinct students do not add up: there are at least as many as
 * in the week that has the most.
 */
export function sumOfWeeks(weeks: readonly GivenWeek[], { policies }: Pick<KpiContext, "policies">): ResultCell {
  const [only] = weeks;
  if (only !== undefined && weeks.length === 1) return only.figures;
  const sum = { present: 0, late: 0, absent: 0, excused: 0 };
  const weighed = { attended: 0, expected: 0 };
  const rules = new Set<string>();
  for (const { days, figures } of weeks) {
    const marks = marksOf(figures.measures) ?? { present: 0, late: 0, absent: 0, excused: 0 };
    for (const status of ["present", "late", "absent", "excused"] as const) sum[status] += marks[status];
    // A week that stands under one rule says nothing more than its marks.
    const [first, ...others] = rulesIn(policies, days.from, days.to);
    for (const stretch of [first, ...others]) rules.add(JSON.stringify(stretch?.rule));
    const { attended, expected } = figures.weighed ?? (first === undefined ? nothing : attendedOf(marks, first.rule));
    weighed.attended += attended;
    weighed.expected += expected;
  }
  const students = Math.max(0, ...weeks.map(({ figures }) => figures.n?.students ?? 0));
  return {
    keys: [],
    labels: [],
    value: ratio(weighed.attended, weighed.expected),
    n: { students, exact: students === 0 },
    measures: sum,
    ...(rules.size > 1 ? { weighed } : {}),
  };
}
