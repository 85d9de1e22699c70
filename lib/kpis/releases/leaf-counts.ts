import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Ask } from "../compute-kpi";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { nameOfWeek } from "./cell";
import { type Figure, figureName, type LeafCounts, namedCounts, sharesBlocks } from "./named-counts";
import { readSharedCounts } from "./shared-blocks";
import type { Tree } from "./tree";

/** `marked`: the weeks that have marks, of figures that have weeks. `isTold`: whether a figure is shown anywhere in the scope. */
export type CountedLeaves = {
  term: LeafCounts;
  weeks: LeafCounts | null;
  marked: readonly string[];
  isTold: (figure: Figure) => boolean;
};
const everything = () => true;

/**
 * Counts of students of each leaf under the whole scope: all that figures of this kind publish or tell together. Scales are
 * counted side by side, whichever is asked for. `weeks`: of marks the same with each week that is over, null for the others.
 */
export async function readLeafCounts(
  read: ScopedRead,
  ask: Ask,
  request: KpiRequest,
  context: KpiContext,
  tree: Tree,
): Promise<CountedLeaves> {
  const nowhere = { ...context, orgUnits: null, course: null, section: null, program: null };
  const leaf = request.kpi === "dropout-rate" ? ("program" as const) : ("section" as const);
  const base: KpiRequest = { kpi: request.kpi, ...(request.term === undefined ? {} : { term: request.term }), groupBy: [leaf] };
  if (sharesBlocks(request.kpi)) {
    const { counts, told } = await readSharedCounts(read, ask, base, nowhere, tree);
    return { term: counts, weeks: null, marked: [], isTold: (figure) => told.has(figureName(figure)) };
  }
  const { groups: leaves } = await ask(base, nowhere);
  const counts = new Map(leaves.map((cell) => [cell.keys[0] ?? null, namedCounts(request, cell)]));
  if (request.kpi !== "attendance-rate") return { term: counts, weeks: null, marked: [], isTold: everything };
  const weeks = new Map([...counts].map(([id, of]) => [id, new Map(of)]));
  const { groups } = await ask({ ...base, groupBy: ["week", leaf] }, nowhere);
  const running = nameOfWeek(context.today);
  for (const { keys, n } of groups) {
    const [week, id = null] = keys;
    if (week === undefined || week === null || week >= running) continue;
    const known = weeks.get(id) ?? new Map<string, number>();
    weeks.set(id, known.set(`${week} n`, n?.students ?? 0));
  }
  return { term: counts, weeks, marked: [...new Set(groups.flatMap(({ keys: [week] }) => week ?? []))].sort(), isTold: everything };
}
