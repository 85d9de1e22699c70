import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CountedLeaf, closeBlocks, floorAmong, floorAt } from "./suppress-tree";
import { RowSpace } from "./testing/row-space";

const threshold = 10;
const leaf = (key: number, path: string, counts: Record<string, number>): CountedLeaf => ({
  key,
  path: path.split("/"),
  counts: new Map(Object.entries(counts)),
});

/** Nodes of the tree with their leaves, and the whole. */
function nodesOf(leaves: readonly CountedLeaf[]): Map<string, Set<number>> {
  const nodes = new Map<string, Set<number>>([["", new Set(leaves.map(({ key }) => key))]]);
  for (const { key, path } of leaves) {
    for (let depth = 1; depth <= path.length; depth += 1) {
      const node = path.slice(0, depth).join("/");
      nodes.set(node, (nodes.get(node) ?? new Set()).add(key));
    }
    nodes.set(`leaf ${key}`, new Set([key]));
  }
  return nodes;
}

/** Whether a node is a union of blocks. */
function shownIn(leaves: readonly CountedLeaf[]): (members: ReadonlySet<number>) => boolean {
  const { blocks, open } = closeBlocks(leaves, floorAt(threshold));
  const apart = (block: readonly CountedLeaf[], members: ReadonlySet<number>) =>
    block.some(({ key }) => members.has(key)) && block.some(({ key }) => !members.has(key));
  return (members) => !open.some(({ key }) => members.has(key)) && !blocks.some((block) => apart(block, members));
}

const trees = fc.array(
  fc.record({
    unit: fc.integer({ min: 0, max: 3 }),
    course: fc.integer({ min: 0, max: 2 }),
    n: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 60 })),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 14 },
);

describe("closeBlocks", () => {
  it("hides the small one with the smallest beside it, and nothing further away", () => {
    const leaves = [
      leaf(1, "u1/a", { n: 30 }),
      leaf(2, "u1/a", { n: 14 }),
      leaf(3, "u1/a", { n: 4 }),
      leaf(4, "u1/b", { n: 25 }),
      leaf(5, "u2/c", { n: 40 }),
    ];
    const isShown = shownIn(leaves);
    const shown = [...nodesOf(leaves)].filter(([, members]) => isShown(members)).map(([node]) => node);
    expect(shown.sort()).toEqual(["", "leaf 1", "leaf 4", "leaf 5", "u1", "u1/a", "u1/b", "u2", "u2/c"].sort());
  });

  it("shows nothing where all are few together", () => {
    const leaves = [leaf(1, "u1/a", { n: 3 }), leaf(2, "u2/b", { n: 4 })];
    const isShown = shownIn(leaves);
    expect([...nodesOf(leaves).values()].filter((members) => isShown(members))).toEqual([]);
  });

  it("takes as a companion what is lightest over all times, whichever week it is", () => {
    const weighed = (key: number, path: string, n: number, ...weights: number[]) => ({ ...leaf(key, path, { n }), weights });
    const week = [weighed(1, "u1", 4, 4, 4), weighed(2, "u2", 12, 300, 100), weighed(3, "u3", 20, 200, 80)];
    const { blocks } = closeBlocks(week, floorAt(threshold));
    expect(blocks.map((block) => block.map(({ key }) => key).sort())).toEqual([[2], [1, 3]]);
  });

  it("wants more of some counts, and makes do with the threshold where there is no more", () => {
    const floor = { least: threshold, wanted: (name: string) => (name === "left" ? 50 : threshold) };
    const keys = (leaves: CountedLeaf[]) =>
      closeBlocks(leaves, floorAmong(leaves, floor))
        .blocks.map((block) => block.map(({ key }) => key))
        .sort();
    expect(keys([leaf(1, "u1", { n: 300, left: 30 }), leaf(2, "u1", { n: 300, left: 25 }), leaf(3, "u2", { n: 900, left: 60 })])).toEqual([
      [1, 2],
      [3],
    ]);
    expect(keys([leaf(1, "u1", { n: 300, left: 12 }), leaf(2, "u2", { n: 300, left: 0 })])).toEqual([[1], [2]]);
  });

  it("CELL-1: no node's small count follows from what is shown, in any tree", () => {
    fc.assert(
      fc.property(trees, (drawn) => {
        const leaves = drawn.map(({ unit, course, n, part }, key) =>
          leaf(key, `u${unit}/u${unit}c${course}`, { n, part: Math.round(n * part) }),
        );
        const isShown = shownIn(leaves);
        const nodes = nodesOf(leaves);
        const known = new RowSpace();
        const sum = (members: ReadonlySet<number>) => new Map([...members].map((key) => [String(key), 1]));
        for (const members of nodes.values()) if (isShown(members)) known.add(sum(members));
        for (const [node, members] of nodes) {
          for (const name of ["n", "part"]) {
            const count = leaves.filter(({ key }) => members.has(key)).reduce((total, { counts }) => total + (counts.get(name) ?? 0), 0);
            if (count > 0 && count < threshold) expect(known.has(sum(members)), `${node} ${name}`).toBe(false);
          }
        }
      }),
    );
  });
});
