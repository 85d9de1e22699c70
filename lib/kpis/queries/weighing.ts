import type { ScopedRead } from "@/lib/access/scoped-read";
import { type Attended, attendedOf, type Marks } from "../attended";
import { type RuleStretch, rulesIn } from "../policy-versions";
import type { KpiContext } from "../read-context";
import { type KpiRequest, spansTerms } from "../request";
import { numberOf, type Row } from "./result";

/** How the marks of a question count: by the rule of the day of their meeting (ADR 25). */
export type Weighing = readonly RuleStretch[];

/** A question without days of its own takes in those on which its term has marks, be they outside of the term's days. */
export async function weighingOf(read: ScopedRead, request: KpiRequest, context: KpiContext): Promise<Weighing> {
  const { from = null, to = null } = request;
  const rules = rulesIn(context.policies, from, to);
  if (rules.length === 1 || spansTerms(request) || (from !== null && to !== null)) return rules;
  const days = await read.query<{ first: string | null; last: string | null }>(
    "SELECT min(held_on)::text AS first, max(held_on)::text AS last FROM warehouse.cell_attendance_unit_day WHERE term_key = $1",
    [context.term?.termKey ?? -1],
  );
  const { first = null, last = null } = days.rows[0] ?? {};
  return rulesIn(context.policies, from ?? first, to ?? last ?? from ?? first);
}

const statuses = ["present", "late", "absent", "excused"] as const;

/** Sums of the marks by stretch, where there are several; `f` has them with their day. */
export const stretchSums = (weighing: Weighing): string =>
  weighing.length === 1
    ? ""
    : weighing
        .flatMap((stretch, index) =>
          statuses.map(
            (status) => `, coalesce(sum(f.${status}) FILTER (WHERE ${onDaysOf(stretch, "f.held_on")}), 0)::int AS ${status}_${index}`,
          ),
        )
        .join("");

/** Attended and expected marks of a row that has `stretchSums` beside its sums. */
export function weigh(row: Row, weighing: Weighing): Attended {
  const marksOf = (suffix: string): Marks => ({
    present: numberOf(row[`present${suffix}`]),
    late: numberOf(row[`late${suffix}`]),
    absent: numberOf(row[`absent${suffix}`]),
    excused: numberOf(row[`excused${suffix}`]),
  });
  return weighing
    .map(({ rule }, index) => attendedOf(marksOf(weighing.length === 1 ? "" : `_${index}`), rule))
    .reduce((sum, one) => ({ attended: sum.attended + one.attended, expected: sum.expected + one.expected }));
}

/** Whether excused marks are expected ones: throughout, nowhere, or (null) on some days alone. */
export function countsExcused(weighing: Weighing): boolean | null {
  const answers = new Set(weighing.map(({ rule }) => rule.excused === "attended"));
  const [only] = answers;
  return answers.size === 1 && only !== undefined ? only : null;
}

/** As SQL over facts: the mark was expected. */
export function isExpected(weighing: Weighing): string {
  const counts = countsExcused(weighing);
  if (counts !== null) return counts ? "true" : "status <> 'excused'";
  const days = weighing.filter(({ rule }) => rule.excused === "attended").map((stretch) => `(${onDaysOf(stretch, "held_on")})`);
  return `(status <> 'excused' OR ${days.join(" OR ")})`;
}

/** Days of the policy are dates of the database, written as such. */
function onDaysOf({ from, until }: RuleStretch, column: string): string {
  const parts = [...(from === null ? [] : [`${column} >= date '${from}'`]), ...(until === null ? [] : [`${column} < date '${until}'`])];
  return parts.length === 0 ? "true" : parts.join(" AND ");
}
