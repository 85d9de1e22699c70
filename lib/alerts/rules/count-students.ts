import type { Principal } from "@/lib/access/principal";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { type Asking, answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import { observedOf, ruleOf } from "@/lib/kpis/observed";
import type { KpiId } from "@/lib/kpis/question";
import type { ViewQuery } from "@/lib/live/protocol";
import type { Students } from "./reading";
import { weekOf } from "./view-of";

/** `marks`: behind the figure then. `at`: when that was, by the clock, in milliseconds since the epoch. */
export type Counted = { students: Students; marks: number; at: number };
/** For `enough`: everybody is counted. */
export const all = Number.POSITIVE_INFINITY;
/** A count is made again after this long at the latest. */
const countedFor = 60_000;

/**
 * Of how many distinct students a view is (studentsOf), exactly where they are fewer than `enough`; with `all`, exactly. Only for readers of exact
 * figures: for others nothing is counted beyond what was released, for whoever changed their rule's least number again and
 * again would find out what is hidden by whether it fires.
 */
export async function countStudents(asking: Asking, reader: Principal, view: ViewQuery, enough: number): Promise<Counted | null> {
  if (!reader.studentLevel) return null;
  const answer = await answerKpi({ ...asking, countedBelow: enough }, reader, checkKpiQuery(view));
  const { n, nExact = true } = answer;
  const marks = observedOf(view.kpi, answer, ruleOf(answer))?.marks ?? 0;
  return answer.suppressed || n === undefined ? null : { students: { n, nExact }, marks, at: asking.now.getTime() };
}

/** The marks behind an answer to a rule's view: of the week that the day is in, where it is by weeks. */
export function marksBehind(kpi: KpiId, answer: KpiAnswer, today: string): number {
  const cell = answer.groups === undefined ? answer : answer.groups.find(({ key }) => key === weekOf(today));
  return cell === undefined ? 0 : (observedOf(kpi, cell, ruleOf(answer))?.marks ?? 0);
}

/**
 * Whether a count still tells what another one would, so that none is made for each of four frames a second: enough students
 * are enough for a minute, as long as no marks are gone that they may have gone with; and too few stay too few until there are
 * marks for those who are missing, one each.
 */
export function stillHolds(counted: Counted | null, { now, marks, enough }: { now: number; marks: number; enough: number }): boolean {
  if (counted === null || now - counted.at >= countedFor) return false;
  const missing = enough - counted.students.n;
  return missing <= 0 ? marks >= counted.marks : marks - counted.marks < missing;
}

/** Of how many students a figure of so many marks is, by a count: where there are others than then, of at least so many. */
export const studentsBy = (counted: Counted | null, marks: number): Students | null =>
  counted === null || marks === counted.marks ? (counted?.students ?? null) : { n: counted.students.n, nExact: false };
