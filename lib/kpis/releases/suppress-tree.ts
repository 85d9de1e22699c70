/** Counts of students by name: of each published measure, and of what measures tell together. */
export type Counts = ReadonlyMap<string, number>;

/** A leaf of the tree of places, with the nodes that lead to it, the coarsest first, and what is counted in it. */
export type CountedLeaf = { key: number; path: readonly string[]; counts: Counts };

/**
 * Puts leaves together until nothing small is left. What may be shown is a union of these blocks and nothing else
 * (ADR 27): a reader who adds and subtracts all that is shown has sums of whole blocks, and each count of a
 * block is zero or at least the threshold. So no smaller count can be told, from whatever breakdown or filter.
 *
 * A small leaf joins the small ones beside it, and where they are still small together the block with the fewest
 * students that makes up for what is small; where a node has none left they are taken up to the next one.
 */
export class Blocks {
  private readonly blockOf = new Map<number, ReadonlySet<number>>();
  private readonly never = new Set<number>();
  private readonly unfit = new Set<number>();

  /** `known`: leaves whose counts somebody has already, so that nobody is hidden among them. */
  constructor(leaves: readonly CountedLeaf[], threshold: number, known: ReadonlySet<number> = new Set()) {
    const { blocks, open } = close(leaves, 0, threshold);
    for (const block of blocks) {
      const keys = new Set(block.map(({ key }) => key));
      const unknown = block.filter(({ key }) => !known.has(key));
      const tells = block.length > 1 && unknown.length > 0 && (unknown.length === 1 || smallNames(unknown, threshold).length > 0);
      for (const key of keys) {
        this.blockOf.set(key, keys);
        if (tells) this.unfit.add(key);
      }
    }
    for (const { key } of open) this.never.add(key);
  }

  /** Whether there is a block at all. */
  get showsSomething(): boolean {
    return this.blockOf.size > 0;
  }

  /** Whether a sum over the leaves, released as it is now, tells of no few to whoever has the known ones. */
  isFit(members: ReadonlySet<number>): boolean {
    return ![...members].some((key) => this.unfit.has(key));
  }

  /** Whether the leaves are whole blocks. */
  mayShow(members: ReadonlySet<number>): boolean {
    for (const key of members) {
      if (this.never.has(key)) return false;
      for (const other of this.blockOf.get(key) ?? []) if (!members.has(other)) return false;
    }
    return true;
  }
}

type Closed = { blocks: CountedLeaf[][]; open: CountedLeaf[] };

function close(leaves: readonly CountedLeaf[], depth: number, threshold: number): Closed {
  const [first] = leaves;
  if (first !== undefined && leaves.length === 1) {
    return smallNames(leaves, threshold).length === 0 ? { blocks: [[first]], open: [] } : { blocks: [], open: [first] };
  }
  const children = Map.groupBy(leaves, ({ key, path }) => path[depth] ?? `leaf ${key}`);
  const closed = [...children.values()].map((child) => close(child, depth + 1, threshold));
  const blocks = closed.flatMap((child) => child.blocks);
  const open = closed.flatMap((child) => child.open);
  if (open.length === 0) return { blocks, open };
  for (;;) {
    const small = smallNames(open, threshold);
    if (small.length === 0) return { blocks: [...blocks, open], open: [] };
    const companion = companionOf(blocks, small);
    if (companion === undefined) return { blocks, open };
    blocks.splice(blocks.indexOf(companion), 1);
    open.push(...companion);
  }
}

function companionOf(blocks: readonly CountedLeaf[][], small: readonly string[]): CountedLeaf[] | undefined {
  const helps = blocks.filter((block) => small.some((name) => countOf(block, name) > 0));
  const bySize = (a: CountedLeaf[], b: CountedLeaf[]) => countOf(a, "n") - countOf(b, "n");
  return [...(helps.length > 0 ? helps : blocks)].sort(bySize)[0];
}

/** Says that a leaf has marks and nobody who is counted (lib/kpis/suppress.ts); it is no number of students. */
const uncounted = "uncounted";

function smallNames(leaves: readonly CountedLeaf[], threshold: number): string[] {
  const names = new Set(leaves.flatMap(({ counts }) => [...counts.keys()]));
  return [...names].filter((name) => {
    const count = countOf(leaves, name);
    // Marks of students whom nobody counted are hidden among those of enough others.
    const enough = name === uncounted ? countOf(leaves, "n") : count;
    return count !== 0 && enough < threshold;
  });
}

const countOf = (leaves: readonly CountedLeaf[], name: string) => leaves.reduce((sum, { counts }) => sum + (counts.get(name) ?? 0), 0);
