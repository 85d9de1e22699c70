import type { Ask } from "../compute-kpi";
import { definitionOf } from "../definitions";
import type { ResultCell } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { countsOf, hiddenCells } from "../suppress";
import type { Known } from "./decide-releases";
import type { PlacedCell } from "./known-cells";
import { type LeafCounts, readLeafCounts } from "./leaf-counts";
import { Blocks, type CountedLeaf, type Counts } from "./suppress-tree";
import type { Tree } from "./tree";

export type Protection = { mayShow: (members: ReadonlySet<number>) => boolean; isFit: (members: ReadonlySet<number>) => boolean };

/**
 * The blocks of now. A leaf that was shown and has hardly changed is known: it counts as it was given, and hides nobody, so
 * that a sum is fit to be released only where the small ones in it are hidden among leaves that are not known.
 */
export async function protect(
  { ask, request, context }: { ask: Ask; request: KpiRequest; context: KpiContext },
  tree: Tree,
  cells: readonly PlacedCell[],
  changes: readonly Omit<Known, "fit">[],
): Promise<Protection> {
  const { threshold } = context.policy.suppression;
  const counts = await readLeafCounts(ask, request, context);
  const changed = new Map(changes.map((cell) => [cell.name, cell]));
  const knownLeaves = new Map<number, Counts>();
  for (const { name, place, members, release } of cells) {
    const [leaf] = members;
    const change = changed.get(name);
    const few = change !== undefined && change.changed !== null && !change.ripe && change.changed.size < threshold;
    const isLeaf = members.size === 1 && place.days.from === null && place.days.to === null && place.letter === undefined;
    if (leaf !== undefined && isLeaf && release !== null && !release.hidden && few) {
      knownLeaves.set(leaf, countsOf(definitionOf(request.kpi), release.figures));
    }
  }
  const leaves = tree.leaves.map((leaf): CountedLeaf => {
    const id = leaf.section ?? leaf.program;
    return { key: leaf.key, path: tree.pathOf(leaf), counts: knownLeaves.get(leaf.key) ?? leafCountsOf(counts, id) };
  });
  const blocks = new Blocks(leaves, threshold, new Set(knownLeaves.keys()));
  return { mayShow: (members) => blocks.mayShow(members), isFit: (members) => blocks.isFit(members) };
}

const leafCountsOf = (counts: LeafCounts, id: string | null): Counts => counts.get(id) ?? new Map();

/** Whether a cell travels without its numbers: it is no union of blocks, or small by itself. */
export function isHidden(
  request: KpiRequest,
  context: KpiContext,
  protection: Protection,
  cell: ResultCell,
  members: ReadonlySet<number>,
): boolean {
  return !protection.mayShow(members) || hiddenCells(definitionOf(request.kpi), [cell], context.policy.suppression.threshold).has(0);
}
