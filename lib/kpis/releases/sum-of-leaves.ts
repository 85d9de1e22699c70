import type { KpiMeasures } from "../answer";
import { attendedOf, type Marks, marksOf } from "../attended";
import { definitionOf } from "../definitions";
import { rulesIn } from "../policy-versions";
import { type ResultCell, ratio } from "../queries/result";
import type { KpiId } from "../question";
import type { KpiContext } from "../read-context";
import { sundayOf } from "./days";
import { type Time, wholeTerm } from "./ledger";

/** What was released of a leaf in a time. */
export type GivenLeaf = { time: Time; figures: ResultCell };

/**
 * What leaves and times add up to. Distinct students do not add up: `n` is as many as there are at most, and so are the students of
 * scales and parts (see `atMost`).
 */
export function sumOfLeaves(kpi: KpiId, leaves: readonly GivenLeaf[], context: Pick<KpiContext, "policies">): ResultCell {
  const cells = leaves.map(({ figures }) => figures);
  const students = cells.reduce((sum, { n }) => sum + (n?.students ?? 0), 0);
  const sum = { keys: [], labels: [], n: { students, exact: students === 0 } };
  if (kpi === "attendance-rate") return { ...sum, ...sumOfMarks(leaves, context) };
  if (kpi === "grade-distribution") return { ...sum, ...sumOfGrades(cells) };
  const [part = "", of = ""] = definitionOf(kpi).countsStudents;
  const measures = Object.fromEntries(
    Object.keys(Object.assign({}, ...cells.map((cell) => cell.measures), { [part]: 0, [of]: 0 })).map((name) => [
      name,
      cells.reduce((total, cell) => total + countIn(cell.measures, name), 0),
    ]),
  );
  return { ...sum, value: ratio(measures[part] ?? 0, measures[of] ?? 0), measures, ...partsOf(cells) };
}

const nothing = { attended: 0, expected: 0 };

/** Marks of each week count by the rules of its days. */
function sumOfMarks(
  leaves: readonly GivenLeaf[],
  { policies }: Pick<KpiContext, "policies">,
): Pick<ResultCell, "value" | "measures" | "weighed"> {
  const sum = { present: 0, late: 0, absent: 0, excused: 0 };
  const weighed = { ...nothing };
  const rules = new Set<string>();
  for (const [monday, cells] of Map.groupBy(leaves, ({ time }) => time)) {
    const isTerm = monday === wholeTerm;
    const stretches = rulesIn(policies, isTerm ? null : monday, isTerm ? null : sundayOf(monday));
    for (const stretch of stretches) rules.add(JSON.stringify(stretch.rule));
    for (const { figures } of cells) {
      const marks: Marks = marksOf(figures.measures) ?? { present: 0, late: 0, absent: 0, excused: 0 };
      for (const status of ["present", "late", "absent", "excused"] as const) sum[status] += marks[status];
      // A week that stands under one rule says nothing more than its marks.
      const [first] = stretches;
      const { attended, expected } = figures.weighed ?? (first === undefined ? nothing : attendedOf(marks, first.rule));
      weighed.attended += attended;
      weighed.expected += expected;
    }
  }
  return { value: ratio(weighed.attended, weighed.expected), measures: sum, ...(rules.size > 1 ? { weighed } : {}) };
}

type Scale = NonNullable<ResultCell["scales"]>[number];

/** Scales are never added up with one another. */
function sumOfGrades(cells: readonly ResultCell[]): Pick<ResultCell, "value" | "measures" | "scale" | "scales" | "parts"> {
  const all = cells.flatMap((cell): Scale[] => cell.scales ?? (cell.scale === undefined ? [] : [ofOneScale(cell.scale, cell)]));
  const scales = [...Map.groupBy(all, ({ scale }) => scale)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([scale, some]) => sumOfScale(scale, some));
  const [only, ...others] = scales;
  const parts = partsOf(cells);
  if (only === undefined) return { value: null, measures: { letters: {}, gradePointCredits: 0, gradedCredits: 0 }, ...parts };
  if (others.length > 0) return { value: null, measures: {}, scales, ...parts };
  return { scale: only.scale, value: only.value, measures: only.measures, ...parts };
}

const ofOneScale = (scale: string, { n, value, measures }: ResultCell): Scale => ({ scale, n: n?.students ?? 0, value, measures });

function sumOfScale(scale: string, some: readonly Scale[]): Scale {
  const letters = new Map<string, number>();
  for (const { measures } of some) {
    if (!("letters" in measures) || typeof measures.letters !== "object") continue;
    for (const [letter, count] of Object.entries(measures.letters)) letters.set(letter, (letters.get(letter) ?? 0) + count);
  }
  const total = (name: string) => some.reduce((sum, { measures }) => sum + countIn(measures, name), 0);
  const [gradePointCredits, gradedCredits] = [total("gradePointCredits"), total("gradedCredits")];
  const measures = { letters: Object.fromEntries(letters), gradePointCredits, gradedCredits };
  return { scale, n: some.reduce((sum, { n }) => sum + n, 0), value: ratio(gradePointCredits, gradedCredits), measures };
}

function partsOf(cells: readonly ResultCell[]): Pick<ResultCell, "parts"> {
  const parts = new Map<string, number>();
  for (const cell of cells) for (const [name, count] of Object.entries(cell.parts ?? {})) parts.set(name, (parts.get(name) ?? 0) + count);
  return parts.size === 0 ? {} : { parts: Object.fromEntries(parts) };
}

function countIn(measures: KpiMeasures, name: string): number {
  const count = new Map<string, unknown>(Object.entries(measures)).get(name);
  return typeof count === "number" ? count : 0;
}

/** How many students a sum is of, of each scale, and of each part; whoever is in several of its leaves is one of them. */
export type Students = { students: number; scales: Record<string, number>; parts: Record<string, number> };

export const studentsOf = ({ n, scales = [], parts = {} }: ResultCell): Students => ({
  students: n?.students ?? 0,
  scales: Object.fromEntries(scales.map(({ scale, n: of }) => [scale, of])),
  parts: { ...parts },
});

/** At most so many: whoever is in several leaves was counted in each. */
export function atMost(sum: ResultCell, { students, scales, parts }: Students): ResultCell {
  const least = (counted: number, of: number | undefined) => Math.min(counted, of ?? counted);
  const few = least(sum.n?.students ?? 0, students);
  return {
    ...sum,
    n: { students: few, exact: few === 0 },
    ...(sum.scales === undefined ? {} : { scales: sum.scales.map((scale) => ({ ...scale, n: least(scale.n, scales[scale.scale]) })) }),
    ...(sum.parts === undefined
      ? {}
      : { parts: Object.fromEntries(Object.entries(sum.parts).map(([name, count]) => [name, least(count, parts[name])])) }),
  };
}

/** A cell that counts nobody. */
export const isOfNobody = ({ n, measures, scales = [] }: ResultCell): boolean =>
  (n === null || n.students === 0) && scales.length === 0 && Object.values(measures).every(isZero);
const isZero = (measure: unknown): boolean =>
  measure === 0 || (typeof measure === "object" && measure !== null && Object.values(measure).every(isZero));
