import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Ask } from "../compute-kpi";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { lastSunday } from "./last-sunday";
import { readLowGradesOfLeavers } from "./low-grades-of-leavers";
import { readGradeWeights } from "./mean-of-letters";
import { type Figure, figureName, type LeafCounts, namedCounts, sharesBlocks } from "./named-counts";
import { Blocks, type Counts } from "./suppress-tree";
import type { Tree } from "./tree";

/**
 * Figures of a section's students tell of each other, so that they share their blocks: what is small in one hides it in the
 * others too. Where a family has so few of something in all of the scope that nothing could be shown with it, it is told nowhere
 * and hides nothing: the first ones before those that follow. `students`: which of its counts is of all of them.
 */
const families: readonly { figures: readonly Figure[]; students: readonly string[] }[] = [
  { figures: [{ kpi: "grade-distribution" }], students: ["grade-distribution final n"] },
  { figures: [{ kpi: "grade-distribution", state: "provisional" }], students: ["grade-distribution provisional n"] },
  {
    figures: [{ kpi: "course-withdrawal-rate" }, { kpi: "dfw-rate" }, { kpi: "dfw-rate", state: "provisional" }],
    students: ["course-withdrawal-rate final registered", "dfw-rate final censusEnrolments"],
  },
  { figures: [{ kpi: "engagement-rate" }], students: ["engagement-rate final enrolled"] },
];

/** The other figures that share their blocks with one; they are of the same place and term. */
export function figuresBeside(request: KpiRequest, context: KpiContext): KpiRequest[] {
  if (!sharesBlocks(request.kpi)) return [];
  const { state: _, scale: __, to: ___, ...base } = request;
  return families
    .flatMap((family) => family.figures)
    .filter((figure) => figureName(figure) !== figureName(request))
    .map((figure) => ({ ...base, ...figure, ...(figure.kpi === "engagement-rate" ? { to: lastSunday(context) } : {}) }));
}

/** What a question's leaves are counted under: questions that share their blocks share their counts. */
export const groundOf = (request: KpiRequest): KpiRequest => (sharesBlocks(request.kpi) ? withoutDetail(request) : request);

function withoutDetail({ state: _, scale: __, to: ___, ...request }: KpiRequest): KpiRequest {
  return { ...request, kpi: "course-withdrawal-rate" };
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
        const left = family.figures.some(({ kpi }) => kpi === "dfw-rate") ? [...(leavers.get(id) ?? [])] : [];
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
    const { groups } = await ask({ ...base, ...figure, ...(figure.kpi === "engagement-rate" ? { to: lastSunday(context) } : {}) }, context);
    for (const cell of groups) {
      const [id = null] = cell.keys;
      counts.set(id, new Map([...(counts.get(id) ?? []), ...namedCounts(figure, cell)]));
    }
  }
  return counts;
}

function showsSomething(counts: LeafCounts, tree: Tree, threshold: number): boolean {
  const leaves = tree.leaves.map((leaf) => ({ key: leaf.key, path: tree.pathOf(leaf), counts: counts.get(leaf.section) ?? new Map() }));
  return new Blocks(leaves, threshold).showsSomething;
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
