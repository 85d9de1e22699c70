import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Ask } from "../compute-kpi";
import { type KpiResult, numberOf, type ResultCell, type Row } from "../queries/result";
import { conditions, labelled, Parameters, type Relation, summed } from "../queries/statement";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";

/** `credits`: as the sum behind a mean weighs a grade; 0 where it is in none. */
const weighed: Relation = {
  sql: "(SELECT term_key, section_key, org_unit_key, program_key, year_of_study, student, state, scale, graded_credits AS credits FROM warehouse.fact_grade)",
  level: "student",
  hasUnit: true,
  hasProgram: true,
};

/**
 * How many grades of every section of the scope have the credits that most have in the term, and how many have others, each
 * state and scale by itself. Whoever knows the letters behind a mean knows it but for the few that weigh more or less: the
 * sums tell of those alone.
 */
export async function readGradeWeights(
  read: ScopedRead,
  request: KpiRequest,
  context: KpiContext,
): Promise<Map<string | null, Map<string, Map<string, number>>>> {
  const parameters = new Parameters();
  const where = conditions(weighed, request, context, read.scope, parameters);
  const grouped = summed(weighed, ["section"], "count(*)::int AS grades", where, ["f.state", "f.scale", "f.credits::text"]);
  const { rows } = await read.query<Row>(labelled(grouped, ["section"], false), parameters.values);
  const kindOf = (row: Row) => `${row.state} ${row.scale}`;
  const [totals, ofSections] = [rows.filter(({ total }) => total === 1), rows.filter(({ total }) => total !== 1)];
  const usual = new Map(
    [...Map.groupBy(totals, kindOf)].map(([kind, all]) => [
      kind,
      all.reduce((a, b) => (numberOf(b.grades) > numberOf(a.grades) ? b : a)).credits,
    ]),
  );
  const weights = new Map<string | null, Map<string, Map<string, number>>>();
  for (const row of ofSections) {
    const section = row.k1 ?? null;
    const ofSection = weights.get(section) ?? new Map<string, Map<string, number>>();
    const state = String(row.state);
    const known = ofSection.get(state) ?? new Map<string, number>();
    const name = `${kindOf(row)} ${row.credits === usual.get(kindOf(row)) ? "usual" : "other"} credits`;
    known.set(name, (known.get(name) ?? 0) + numberOf(row.grades));
    weights.set(section, ofSection.set(state, known));
  }
  return weights;
}

/**
 * The mean is released as part of the distribution, never by itself: figures of two moments would tell of the few who changed
 * between them. So cells of the distribution know how many of their students are in the mean.
 */
export const withStudentsInMean =
  (ask: Ask): Ask =>
  async (request, context) => {
    const result = await ask(request, context);
    if (request.kpi !== "grade-distribution") return result;
    const { groupBy = [], ...whole } = request;
    const byLetter = groupBy.includes("letter");
    const mean = await ask({ ...(byLetter ? whole : request), kpi: "mean-grade-points" }, context);
    const ofKey = new Map(mean.groups.map((group) => [JSON.stringify(group.keys), group]));
    const groups = result.groups.map((group) => (byLetter ? group : noting(group, ofKey.get(JSON.stringify(group.keys)))));
    return { ...result, total: noting(result.total, mean.total), groups };
  };

/** By which a cell of the distribution says how many of its students are in the mean, and of which scale. */
export const inMean = "inMean";
export const inMeanOf = (scale: string) => `inMean of ${scale}`;

function noting(cell: ResultCell, mean: ResultCell | undefined): ResultCell {
  const students = mean?.n?.students ?? 0;
  const scales = (mean?.scales ?? []).map(({ scale, n }) => [inMeanOf(scale), n] as const);
  return {
    ...cell,
    parts: { [inMean]: students, notInMean: Math.max(0, (cell.n?.students ?? 0) - students), ...Object.fromEntries(scales) },
  };
}

/** The mean out of a distribution as it was released; without `n` where that was not kept yet. */
export function meanOf({ total, groups, ...result }: KpiResult): KpiResult {
  return { ...result, total: meanOfCell(total), groups: groups.map(meanOfCell) };
}

function meanOfCell({ parts = {}, scales, ...cell }: ResultCell): ResultCell {
  const students = parts[inMean];
  return {
    ...cell,
    n: students === undefined ? null : { students, exact: true },
    measures: withoutLetters(cell.measures),
    ...(scales === undefined
      ? {}
      : {
          scales: scales.map(({ measures, ...scale }) => ({
            ...scale,
            n: parts[inMeanOf(scale.scale)] ?? 0,
            measures: withoutLetters(measures),
          })),
        }),
  };
}

const withoutLetters = ({ letters: _, ...sums }: ResultCell["measures"]): ResultCell["measures"] => sums;
