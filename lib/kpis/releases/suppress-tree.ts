/** Counts of students by name: of each published measure, and of what measures tell together. */
export type Counts = ReadonlyMap<string, number>;

/**
 * A leaf of the tree of places, with the nodes that lead to it, the coarsest first, and what is counted in it. `weights`: how much there
 * is in each of these nodes at all times together, so that week by week the same ones are put together.
 */
export type CountedLeaf = { key: number; path: readonly string[]; counts: Counts; weights?: readonly number[] };

/** How small a count of each name may not be in a block: none less than `least`, and as much as is wanted where that can be had. */
export type Floor = { least: number; wanted: (name: string) => number };

/** Wants no more of anything than there is of it in all leaves. */
export function floorAmong(leaves: readonly CountedLeaf[], { least, wanted }: Floor): Floor {
  const all = countsTogether(leaves);
  return { least, wanted: (name) => ((all.get(name) ?? 0) < wanted(name) ? least : wanted(name)) };
}

/** One threshold for every count. */
export const floorAt = (threshold: number): Floor => ({ least: threshold, wanted: () => threshold });

/** `open`: leaves that are in no block, because something of all of them together is small. */
export type Closed = { blocks: CountedLeaf[][]; open: CountedLeaf[] };

/**
 * Puts leaves together until nothing small is left. What may be shown is a union of these blocks and nothing else
 * (ADR 27): a reader who adds and subtracts all that is shown has sums of whole blocks, and each count of a
 * block is zero or at least the threshold. So no smaller count can be told, from whatever breakdown or filter.
 *
 * A small leaf joins the small ones beside it, and where they are still small together the block with the fewest
 * students that makes up for what is small; where a node has none left they are taken up to the next one. What is left over may be
 * less than is wanted.
 */
export function closeBlocks(leaves: readonly CountedLeaf[], { least, wanted }: Floor): Closed {
  const closed = close(leaves, 0, wanted);
  if (closed.open.length === 0) return closed;
  const isEnough = smallNames(closed.open, () => least).length === 0;
  return isEnough ? { blocks: [...closed.blocks, closed.open], open: [] } : close(leaves, 0, () => least);
}

type WantedOf = Floor["wanted"];

/** Whether something is counted in it, and less than the threshold. */
export const isSmall = (leaf: CountedLeaf, threshold: number): boolean => smallNames([leaf], () => threshold).length > 0;

function close(leaves: readonly CountedLeaf[], depth: number, wanted: WantedOf): Closed {
  const [first] = leaves;
  if (first !== undefined && leaves.length === 1) {
    return smallNames(leaves, wanted).length === 0 ? { blocks: [[first]], open: [] } : { blocks: [], open: [first] };
  }
  const children = Map.groupBy(leaves, ({ key, path }) => path[depth] ?? `leaf ${key}`);
  const closed = [...children.values()].map((child) => close(child, depth + 1, wanted));
  const open = closed.flatMap((child) => child.open);
  return join(
    closed.flatMap((child) => child.blocks),
    open,
    depth,
    wanted,
  );
}

/** Makes one block of what is open, with as few of the others as it takes. */
function join(blocks: CountedLeaf[][], open: CountedLeaf[], depth: number, wanted: WantedOf): Closed {
  const others = [...blocks];
  const together = [...open];
  while (together.length > 0) {
    const small = smallNames(together, wanted);
    if (small.length === 0) return { blocks: [...others, together], open: [] };
    const companion = companionOf(others, small, depth);
    if (companion === undefined) return { blocks: others, open: together };
    others.splice(others.indexOf(companion), 1);
    together.push(...companion);
  }
  return { blocks: others, open: [] };
}

function companionOf(blocks: readonly CountedLeaf[][], small: readonly string[], depth: number): CountedLeaf[] | undefined {
  const helps = blocks.filter((block) => small.some((name) => countOf(block, name) > 0));
  const weightOf = ([first]: readonly CountedLeaf[]) => first?.weights?.[depth] ?? 0;
  const bySize = (a: CountedLeaf[], b: CountedLeaf[]) => weightOf(a) - weightOf(b) || countOf(a, "n") - countOf(b, "n");
  return [...(helps.length > 0 ? helps : blocks)].sort(bySize)[0];
}

/** Says that a leaf has marks and nobody who is counted (lib/kpis/suppress.ts); it is no number of students. */
const uncounted = "uncounted";

function smallNames(leaves: readonly CountedLeaf[], wanted: WantedOf): string[] {
  const names = new Set(leaves.flatMap(({ counts }) => [...counts.keys()]));
  return [...names].filter((name) => {
    const count = countOf(leaves, name);
    // Marks of students whom nobody counted are hidden among those of enough others.
    const enough = name === uncounted ? countOf(leaves, "n") : count;
    return count !== 0 && enough < wanted(name);
  });
}

export function countsTogether(leaves: readonly CountedLeaf[]): Map<string, number> {
  const together = new Map<string, number>();
  for (const { counts } of leaves) for (const [name, count] of counts) together.set(name, (together.get(name) ?? 0) + count);
  return together;
}

const countOf = (leaves: readonly CountedLeaf[], name: string) => leaves.reduce((sum, { counts }) => sum + (counts.get(name) ?? 0), 0);
