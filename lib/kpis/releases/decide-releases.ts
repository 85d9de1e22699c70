import { blocksOf, type Head } from "./ledger";
import { type CountedLeaf, closeBlocks, countsTogether, type Floor, floorAmong, isSmall } from "./suppress-tree";

/** What a time's leaves have now, and what was released of them. */
export type Standing = {
  /** All leaves of the scope, with what is counted in them now. */
  leaves: readonly CountedLeaf[];
  heads: ReadonlyMap<number, Head>;
  /** Leaves whose block is not whole any more (Ledger.within). */
  lost: ReadonlySet<number>;
  /** Students whose facts in a leaf changed since its head. */
  changed: ReadonlyMap<number, ReadonlySet<string>>;
  /** The same since anything of its block was veiled, in blocks of which something was. */
  changedSinceVeiled: ReadonlyMap<number, ReadonlySet<string>>;
  /** Whether more may still come, so that a new leaf of few waits to be told by itself: what is put together hardly comes apart. */
  isRunning: boolean;
};

/** `blocks`: what is released now, each with its leaves. `small`: what is due, and cannot be told for it became small. */
export type Decision = { blocks: readonly (readonly number[])[]; small: ReadonlySet<number> };

/**
 * Decides which leaves are released anew (kpis.md, releases; ADR 34). A block is due once as many students as the threshold changed
 * in it since its release, whoever they are; a leaf of which nothing was released is always. All others stay as they were given.
 *
 * What is due is put together until nothing in it is small, in new blocks: of former blocks and new leaves as wholes, for a former
 * block that was split over two others would be told from both. A former block that is due alone may fall into finer ones.
 *
 * So each block of a leaf differs from the one before in as many students as the threshold, or has none before, and the released
 * figures of all blocks at all times have no leaf in common but in the order of their releases.
 */
export function decideReleases(standing: Standing, threshold: number, desired: Floor): Decision {
  const { leaves, heads, lost, changed, isRunning } = standing;
  const floor = floorAmong(leaves, desired);
  const byKey = new Map(leaves.map((leaf) => [leaf.key, leaf]));
  const former = blocksOf(heads).map((block) => block.flatMap(({ leaf }) => byKey.get(leaf) ?? []));
  const isDue = (block: readonly CountedLeaf[]) => together(block, changed).size >= threshold;
  const unreleased = leaves.filter(({ key, counts }) => !heads.has(key) && [...counts.values()].some((count) => count > 0));
  // One whose block was lost is told from it, unless it changed as much as any other.
  const mayBegin = (leaf: CountedLeaf) => (lost.has(leaf.key) ? isDue([leaf]) : !isRunning || !isSmall(leaf, threshold));
  const begins = unreleased.filter(mayBegin);
  const due = [...former.filter(isDue), ...begins.map((leaf) => [leaf])];
  // Keys of the leaves that stand for what is due: their first.
  const dueByKey = new Map(due.flatMap((block) => block.slice(0, 1).map(({ key }) => [key, block] as const)));
  const { blocks, open } = closeBlocks(
    [...dueByKey].map(([key, block]) => asLeaf(key, block)),
    floor,
  );
  const leavesOf = (block: readonly CountedLeaf[]) => block.flatMap(({ key }) => dueByKey.get(key) ?? []);
  const released = blocks.flatMap((block) =>
    block.length === 1 ? refine(leavesOf(block), standing, threshold, floor) : [leavesOf(block)],
  );
  return {
    blocks: released.map((block) => block.map(({ key }) => key).sort((a, b) => a - b)),
    small: new Set(leavesOf(open).flatMap(({ key }) => (heads.has(key) ? [key] : []))),
  };
}

/**
 * Finer blocks, where all of them can be told. Where one of them was veiled when the block was released, the block of then and the others
 * of now tell of it, unless as many as the threshold changed in those since.
 */
function refine(block: CountedLeaf[], { heads, changedSinceVeiled }: Standing, threshold: number, floor: Floor): CountedLeaf[][] {
  const { blocks, open } = closeBlocks(block, floor);
  if (open.length > 0) return [block];
  const wasVeiled = block.some(({ key }) => (heads.get(key)?.veiled ?? null) !== null);
  const othersChanged = (part: readonly CountedLeaf[]) =>
    together(
      block.filter((leaf) => !part.includes(leaf)),
      changedSinceVeiled,
    ).size >= threshold;
  return wasVeiled && blocks.length > 1 && !blocks.every(othersChanged) ? [block] : blocks;
}

const together = (block: readonly CountedLeaf[], students: ReadonlyMap<number, ReadonlySet<string>>): ReadonlySet<string> =>
  new Set(block.flatMap(({ key }) => [...(students.get(key) ?? [])]));

/** Whether a leaf is veiled by a release, and as of when. */
export function veiledBy(
  { position, size }: Pick<Head, "position" | "size">,
  leaf: CountedLeaf,
  before: Head | undefined,
  threshold: number,
): bigint | null {
  if (size === 1) return null;
  return isSmall(leaf, threshold) ? position : (before?.veiled ?? null);
}

/** A block as a leaf of the nodes that lead to all of its leaves. */
export function asLeaf(key: number, block: readonly CountedLeaf[]): CountedLeaf {
  const [first, ...others] = block;
  const path = first?.path ?? [];
  const shared = path.findIndex((node, depth) => others.some((other) => other.path[depth] !== node));
  const weights = first?.weights === undefined ? {} : { weights: first.weights };
  return { key, path: shared < 0 ? path : path.slice(0, shared), counts: countsTogether(block), ...weights };
}
