import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Ask } from "../compute-kpi";
import { definitionOf } from "../definitions";
import type { ResultCell } from "../queries/result";
import type { KpiId } from "../question";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { countsOf } from "../suppress";
import { nameOfWeek } from "./cell";
import { lastSunday } from "./last-sunday";
import { readGradeWeights } from "./mean-of-letters";
import type { Counts } from "./suppress-tree";

/** What is counted of each leaf, by the leaf's id (null for none). */
export type LeafCounts = ReadonlyMap<string | null, Counts>;

/** Figures of enrolments and of their grades tell of each other: what is small in one hides it in the others too. */
const ofEnrolments: readonly Pick<KpiRequest, "kpi" | "state">[] = [
  { kpi: "course-withdrawal-rate" },
  { kpi: "dfw-rate" },
  { kpi: "dfw-rate", state: "provisional" },
  { kpi: "grade-distribution" },
  { kpi: "grade-distribution", state: "provisional" },
  { kpi: "engagement-rate" },
];
const sharesBlocks = (kpi: KpiId): boolean => kpi === "mean-grade-points" || ofEnrolments.some((one) => one.kpi === kpi);

/** What a question's leaves are counted under: questions that share their blocks share their counts. */
export const groundOf = (request: KpiRequest): KpiRequest => (sharesBlocks(request.kpi) ? withoutDetail(request) : request);

function withoutDetail({ state: _, scale: __, to: ___, ...request }: KpiRequest): KpiRequest {
  return { ...request, kpi: "course-withdrawal-rate" };
}

/** The counts of a cell by names that tell those of one KPI from those of another that shares its blocks. */
export function namedCounts({ kpi, state }: Pick<KpiRequest, "kpi" | "state">, cell: ResultCell): Counts {
  const prefix = sharesBlocks(kpi) ? `${kpi} ${state ?? "final"} ` : "";
  const named = countsByScale(kpi, cell).flatMap(([scale, of]) =>
    [...of].map(([name, count]) => [`${prefix}${scale}${name}`, count] as const),
  );
  return new Map(named);
}

/**
 * Counts of students of each leaf under the whole scope: all that figures of this kind publish or tell together, and of
 * grades how they are weighed. Scales are counted side by side, whichever is asked for. `weeks`: of marks the same with each week that is over, null for the others.
 */
export async function readLeafCounts(
  read: ScopedRead,
  ask: Ask,
  request: KpiRequest,
  context: KpiContext,
): Promise<{ term: LeafCounts; weeks: LeafCounts | null }> {
  const nowhere = { ...context, orgUnits: null, course: null, section: null, program: null };
  const leaf = request.kpi === "dropout-rate" ? ("program" as const) : ("section" as const);
  const base: KpiRequest = {
    kpi: request.kpi,
    ...(request.term === undefined ? {} : { term: request.term }),
    groupBy: [leaf],
  };
  const counts = new Map<string | null, Map<string, number>>();
  const note = (id: string | null, of: Counts) => counts.set(id, new Map([...(counts.get(id) ?? []), ...of]));
  for (const one of sharesBlocks(request.kpi) ? ofEnrolments : [{ kpi: request.kpi }]) {
    const { groups } = await ask({ ...base, ...one, ...(one.kpi === "engagement-rate" ? { to: lastSunday(context) } : {}) }, nowhere);
    for (const cell of groups) {
      const [id = null] = cell.keys;
      note(id, namedCounts(one, cell));
      // Whose blocks are shared, by whoever is enrolled: what is small is put together with where fewest are.
      if (one.kpi === "course-withdrawal-rate") note(id, new Map([["n", cell.n?.students ?? 0]]));
    }
  }
  if (sharesBlocks(request.kpi)) for (const [id, of] of counts) note(id, leftOver(of));
  if (sharesBlocks(request.kpi)) for (const [id, weights] of await readGradeWeights(read, base, nowhere)) note(id, weights);
  if (request.kpi !== "attendance-rate") return { term: counts, weeks: null };
  const weeks = new Map([...counts].map(([id, of]) => [id, new Map(of)]));
  const { groups } = await ask({ ...base, groupBy: ["week", leaf] }, nowhere);
  const running = nameOfWeek(context.today);
  for (const { keys, n } of groups) {
    const [week, id = null] = keys;
    if (week === undefined || week === null || week >= running) continue;
    const known = weeks.get(id) ?? new Map<string, number>();
    weeks.set(id, known.set(`${week} n`, n?.students ?? 0));
  }
  return { term: counts, weeks };
}

/** Counts of much the same students, of a section. */
const alike = [
  "course-withdrawal-rate final registered",
  "dfw-rate final censusEnrolments",
  "engagement-rate final enrolled",
  "grade-distribution final n",
  "grade-distribution provisional n",
] as const;

/** Whom one of two figures has more than the other: who withdrew, or has no grade. */
function leftOver(counts: Counts): Counts {
  const [final, provisional] = [counts.get(alike[3]) ?? 0, counts.get(alike[4]) ?? 0];
  const known: (readonly [string, number])[] = [
    ...alike.map((name) => [name, counts.get(name) ?? 0] as const),
    ["graded", final + provisional],
  ];
  return new Map(
    known.flatMap(([one, of], index) =>
      known
        .slice(index + 1)
        .flatMap(([other, than]) => (of === 0 || than === 0 ? [] : [[`${one} but for ${other}`, Math.abs(of - than)] as const])),
    ),
  );
}

/** A cell of several scales counts each by itself. */
function countsByScale(kpi: KpiId, cell: ResultCell): [string, Counts][] {
  const definition = definitionOf(kpi);
  const all: [string, Counts] = ["", countsOf(definition, cell)];
  const scales = (cell.scales ?? []).map(({ scale, n, measures }): [string, Counts] => [
    `${scale} `,
    countsOf(definition, { n: { students: n, exact: true }, measures }),
  ]);
  return [all, ...scales];
}
