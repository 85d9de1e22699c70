import { definitionOf } from "../definitions";
import type { ResultCell } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { hiddenCells } from "../suppress";
import type { CellPlace } from "./cell";
import type { Known } from "./decide-releases";
import type { PlacedCell } from "./known-cells";
import type { CountedLeaves } from "./leaf-counts";
import { type LeafCounts, namedCounts } from "./named-counts";
import { Blocks, type CountedLeaf, type Counts } from "./suppress-tree";
import type { Leaf, Tree } from "./tree";

type Cell = { members: ReadonlySet<number>; place: CellPlace };

export type Protection = {
  /** Whether a cell is a union of blocks. */
  mayShow: (cell: Cell) => boolean;
  /** Whether it tells of no few to whoever has what was given of its leaves. */
  isFit: (cell: Cell) => boolean;
};

/**
 * The blocks of now. A leaf that was shown and has hardly changed is known: it counts as it was given, and hides nobody, so
 * that a sum is fit to be released only where the small ones in it are hidden among leaves that are not known.
 *
 * Whole terms and weeks have blocks of their own: those of weeks have no small single week. A small week is then one of
 * several in each row and column that may be known, of a leaf over the weeks and of a block in the week.
 */
export function protect(
  { request, context }: { request: KpiRequest; context: KpiContext },
  counts: CountedLeaves,
  tree: Tree,
  cells: readonly PlacedCell[],
  changes: readonly Omit<Known, "fit" | "mayShow">[],
): Protection {
  const { threshold } = context.policy.suppression;
  const changed = new Map(changes.map((cell) => [cell.name, cell]));
  const knownLeaves = new Map<number, Counts>();
  for (const { name, place, members, release } of cells) {
    const [leaf] = members;
    const change = changed.get(name);
    const few = change !== undefined && change.changed !== null && !change.ripe && change.changed.size < threshold;
    const isLeaf = members.size === 1 && place.days.from === null && place.days.to === null && place.letter === undefined;
    if (leaf !== undefined && isLeaf && few && release !== null && !release.hidden && release.figures !== null) {
      knownLeaves.set(leaf, namedCounts(request, release.figures));
    }
  }
  const counted = (countsOfLeaf: (leaf: Leaf) => Counts) =>
    tree.leaves.map((leaf): CountedLeaf => ({ key: leaf.key, path: tree.pathOf(leaf), counts: countsOfLeaf(leaf) }));
  const exact = (from: LeafCounts) => (leaf: Leaf) => from.get(leaf.section ?? leaf.program) ?? new Map<string, number>();
  const ofTerm = once(
    () =>
      new Blocks(
        counted((leaf) => new Map([...exact(counts.term)(leaf), ...(knownLeaves.get(leaf.key) ?? [])])),
        threshold,
        new Set(knownLeaves.keys()),
      ),
  );
  const { weeks } = counts;
  const ofWeeks = weeks === null ? ofTerm : once(() => new Blocks(counted(exact(weeks)), threshold));
  const blocksOf = ({ place: { days } }: Cell) => (days.from === null && days.to === null ? ofTerm() : ofWeeks());
  return {
    mayShow: (cell) => counts.isTold(request) && blocksOf(cell).mayShow(cell.members),
    isFit: (cell) => blocksOf(cell).isFit(cell.members),
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Whether a cell travels without its numbers: it is no union of blocks, or small by itself. */
export function isHidden(request: KpiRequest, context: KpiContext, protection: Protection, cell: ResultCell, at: Cell): boolean {
  return !protection.mayShow(at) || hiddenCells(definitionOf(request.kpi), [cell], context.policy.suppression.threshold).has(0);
}
