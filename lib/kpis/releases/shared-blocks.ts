import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Ask } from "../compute-kpi";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { lowGradesOfLeavers, readLowGradesOfLeavers } from "./low-grades-of-leavers";
import { readGradeWeights } from "./mean-of-letters";
import { type Figure, figureName, type LeafCounts, namedCounts, sharesBlocks } from "./named-counts";
import { type Counts, closeBlocks, type Floor, floorAt } from "./suppress-tree";
import type { Tree } from "./tree";

/**
 * Figures of a section's students tell of each other, so that they share their blocks: what is small in one hides it in the
 * others too. Where a family has so few of something in all of the scope that nothing could be shown with it, it is told nowhere
 * and hides nothing: the first ones before those that follow. `students`: which of its counts is of all of them.
 */
const families: readonly { figures: readonly Figure[]; students: readonly string[] }[] = [
  { figures: [{ kpi: "grade-distribution" }], students: ["grade-distribution final n"] },
  { figures: [{ kpi: "grade-distribution", state: "provisional" }], students: ["grade-distribution provisional n"] },
  { figures: [{ kpi: "dfw-rate" }], students: ["dfw-rate final censusEnrolments"] },
  { figures: [{ kpi: "course-withdrawal-rate" }], students: ["course-withdrawal-rate final registered"] },
  { figures: [{ kpi: "dfw-rate", state: "provisional" }], students: ["dfw-rate provisional censusEnrolments"] },
];

/**
 * Figures that are released together: those that count the same facts, so that as many changed in one of them as in the others. Were
 * they told of different moments, two of them would tell of the few who changed in between.
 */
export function releasedTogether({ kpi, state }: Figure): readonly Figure[] {
  const enrolments = families.flatMap(({ figures }) => figures.filter((figure) => figure.kpi !== "grade-distribution"));
  const isOne = enrolments.some((figure) => figure.kpi === kpi);
  return isOne ? enrolments : [{ kpi, ...(state === undefined || state === "final" ? {} : { state }) }];
}

/** Figures whose leaves are counted together: those that share their blocks. */
export const countedTogether = (figure: Figure): readonly Figure[] =>
  sharesBlocks(figure.kpi) ? families.flatMap((family) => family.figures) : releasedTogether(figure);

/** Of how many students rates are that count few, in blocks of their own: so many times the threshold. */
const sizes: Readonly<Partial<Record<Figure["kpi"], readonly [string, number]>>> = {
  "dropout-rate": ["enrolledAtCensus", 100],
  "dfw-rate": ["censusEnrolments", 100],
  "course-withdrawal-rate": ["registered", 100],
  "grade-distribution": ["n", 10],
};

/**
 * A block lags by fewer students than the threshold. Of rolls, which come as wholes, that is little; of who leaves or fails, one by one, it
 * is much where few are counted. So their blocks are of so many that a rate lags by less than one percentage point, and letters by
 * less than a tenth, as far as the scope has so many.
 */
export function floorOf(figures: readonly Figure[], threshold: number): Floor {
  const wanted = new Map(
    figures.flatMap((figure): [string, number][] => {
      const [measure, times] = sizes[figure.kpi] ?? ["", 1];
      return [[sharesBlocks(figure.kpi) ? `${figureName(figure)} ${measure}` : measure, times * threshold]];
    }),
  );
  return { least: threshold, wanted: (name) => wanted.get(name) ?? threshold };
}

/** Counts of each leaf, and the figures that are told somewhere. */
export async function readSharedCounts(
  read: ScopedRead,
  ask: Ask,
  base: KpiRequest,
  context: KpiContext,
  tree: Tree,
): Promise<{ counts: LeafCounts; told: ReadonlySet<string> }> {
  const weights = await readGradeWeights(read, base, context);
  const leavers = await readLowGradesOfLeavers(read, base, context);
  let counts: LeafCounts = new Map();
  const told: (typeof families)[number][] = [];
  for (const family of families) {
    const own = await readFamily(ask, family.figures, base, context);
    const states = family.figures.filter(({ kpi }) => kpi === "grade-distribution").map(({ state }) => state ?? "final");
    const students = [...told, family].flatMap((one) => one.students);
    const joined = new Map(
      [...new Set([...counts.keys(), ...own.keys()])].map((id): [string | null, Counts] => {
        const weighed = states.flatMap((state) => [...(weights.get(id)?.get(state) ?? [])]);
        const left = [...(leavers.get(id) ?? [])].filter(([name]) => family.figures.some((figure) => name === lowGradesOfLeavers(figure)));
        return [id, withLeftOver(new Map([...(counts.get(id) ?? []), ...(own.get(id) ?? []), ...weighed, ...left]), students)];
      }),
    );
    if (own.size > 0 && !showsSomething(joined, tree, context.policy.suppression.threshold)) continue;
    counts = joined;
    told.push(family);
  }
  return { counts, told: new Set(told.flatMap((family) => family.figures.map(figureName))) };
}

async function readFamily(ask: Ask, figures: readonly Figure[], base: KpiRequest, context: KpiContext): Promise<LeafCounts> {
  const counts = new Map<string | null, Counts>();
  for (const figure of figures) {
    const { groups } = await ask({ ...base, ...figure, groupBy: ["section"] }, context);
    for (const cell of groups) {
      const [id = null] = cell.keys;
      counts.set(id, new Map([...(counts.get(id) ?? []), ...namedCounts(figure, cell)]));
    }
  }
  return counts;
}

function showsSomething(counts: LeafCounts, tree: Tree, threshold: number): boolean {
  const leaves = tree.leaves.map((leaf) => ({ key: leaf.key, path: tree.pathOf(leaf), counts: counts.get(leaf.section) ?? new Map() }));
  return closeBlocks(leaves, floorAt(threshold)).blocks.length > 0;
}

/**
 * With whom one count of a section's students has more than another: who withdrew, or has no grade. What is small is put
 * together with where fewest are (`n`).
 */
function withLeftOver(counts: Counts, students: readonly string[]): Counts {
  const known = students.flatMap((name): [string, number][] => ((counts.get(name) ?? 0) === 0 ? [] : [[name, counts.get(name) ?? 0]]));
  const grades = known.filter(([name]) => name.startsWith("grade-distribution"));
  if (grades.length > 1) known.push(["graded", grades.reduce((sum, [, of]) => sum + of, 0)]);
  const leftOver = known.flatMap(([one, of], index) =>
    known.slice(index + 1).map(([other, than]): [string, number] => [`${one} but for ${other}`, Math.abs(of - than)]),
  );
  return new Map([...counts, ...leftOver, ["n", Math.max(0, ...known.map(([, of]) => of))]]);
}
