import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideReleases, veiledBy } from "./decide-releases";
import { blocksOf, type Head } from "./ledger";
import { type CountedLeaf, floorAt } from "./suppress-tree";
import { RowSpace } from "./testing/row-space";

const threshold = 10;
const figures = {};
const leaf = (key: number, n: number, path = "u"): CountedLeaf => ({ key, path: path.split("/"), counts: new Map([["n", n]]) });
const released = (...blocks: number[][]): Map<number, Head> =>
  new Map(
    blocks.flatMap((block) =>
      block.map((key) => [
        key,
        { leaf: key, time: "term", position: 1n, block: block[0] ?? key, size: block.length, veiled: null, figures },
      ]),
    ),
  );
const students = (from: number, count: number) => new Set(Array.from({ length: count }, (_, index) => `s${from + index}`));
const changed = (...of: [number, number][]) => new Map(of.map(([key, count]) => [key, students(key * 1000, count)]));
const decide = (standing: Partial<Parameters<typeof decideReleases>[0]> & { leaves: CountedLeaf[] }) =>
  decideReleases(
    { heads: new Map(), lost: new Set(), changed: new Map(), changedSinceVeiled: new Map(), isRunning: false, ...standing },
    threshold,
    floorAt(threshold),
  );

describe("CELL-1: decideReleases", () => {
  it("tells everything to who knows nothing, few together with others", () => {
    expect(decide({ leaves: [leaf(1, 30), leaf(2, 14), leaf(3, 4)] }).blocks).toEqual([[1], [2, 3]]);
  });

  it.each([
    ["nobody changed", 0, []],
    ["fewer than the threshold changed", 9, []],
    ["as many as the threshold changed", 10, [[1]]],
  ] as const)("%s", (_, count, blocks) => {
    expect(decide({ leaves: [leaf(1, 30), leaf(2, 20)], heads: released([1], [2]), changed: changed([1, count]) }).blocks).toEqual(blocks);
  });

  it("students who changed in several leaves of a block are counted once", () => {
    const one = students(0, 9);
    const heads = released([1, 2]);
    const both = new Map([1, 2].map((key) => [key, one]));
    expect(decide({ leaves: [leaf(1, 30), leaf(2, 5)], heads, changed: both }).blocks).toEqual([]);
    expect(decide({ leaves: [leaf(1, 30), leaf(2, 5)], heads, changed: both.set(2, students(5, 9)) }).blocks).toEqual([[1, 2]]);
  });

  it("a block falls into finer ones once it is due and they can be told", () => {
    expect(decide({ leaves: [leaf(1, 30), leaf(2, 12)], heads: released([1, 2]), changed: changed([2, 9]) }).blocks).toEqual([]);
    expect(decide({ leaves: [leaf(1, 30), leaf(2, 14)], heads: released([1, 2]), changed: changed([2, 10]) }).blocks).toEqual([[1], [2]]);
  });

  it("a block of which something was veiled falls apart once as many changed in what it was veiled by", () => {
    const heads = new Map([...released([1, 2])].map(([key, head]): [number, Head] => [key, { ...head, veiled: key === 2 ? 1n : null }]));
    const standing = { leaves: [leaf(1, 30), leaf(2, 24)], heads, changed: changed([2, 20]) };
    expect(decide({ ...standing, changedSinceVeiled: changed([1, 9], [2, 20]) }).blocks).toEqual([[1, 2]]);
    expect(decide({ ...standing, changedSinceVeiled: changed([1, 10], [2, 20]) }).blocks).toEqual([[1], [2]]);
  });

  it("what is due and became small joins others that are due, and is no more told where there are none", () => {
    const leaves = [leaf(1, 5), leaf(2, 30), leaf(3, 40)];
    const heads = released([1], [2], [3]);
    expect(decide({ leaves, heads, changed: changed([1, 12], [2, 11]) }).blocks).toEqual([[1, 2]]);
    // The third stands where it was given: together with it the first would be told from both.
    const alone = decide({ leaves, heads, changed: changed([1, 12], [3, 2]) });
    expect([alone.blocks, [...alone.small]]).toEqual([[], [1]]);
  });

  it("a leaf whose block was lost begins anew once it is due", () => {
    const standing = { leaves: [leaf(1, 30), leaf(2, 20)], heads: released([2]), lost: new Set([1]) };
    expect(decide({ ...standing, changed: changed([1, 9]) }).blocks).toEqual([]);
    expect(decide({ ...standing, changed: changed([1, 10]) }).blocks).toEqual([[1]]);
  });

  it("a new leaf of few waits for others to be told with", () => {
    const leaves = [leaf(1, 30), leaf(2, 4)];
    expect(decide({ leaves, heads: released([1]), changed: changed([1, 9]) }).blocks).toEqual([]);
    expect(decide({ leaves, heads: released([1]), changed: changed([1, 10]) }).blocks).toEqual([[1, 2]]);
    // While more is to come it waits for that.
    expect(decide({ leaves, heads: released([1]), changed: changed([1, 10]), isRunning: true }).blocks).toEqual([[1]]);
  });

  const drawn = fc.array(
    fc.record({
      unit: fc.integer({ min: 0, max: 2 }),
      start: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 40 })),
      more: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 14 })), { minLength: 6, maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 8 },
  );

  /** Students come, round by round; whoever comes is one change of one leaf. */
  it("CELL-1: over many rounds no sum or difference of what was told is of few students, in any tree", () => {
    fc.assert(
      fc.property(drawn, (tree) => {
        const known = new RowSpace();
        const cameIn = tree.map(({ start, more }) => [start, ...more]);
        const sumOf = (spots: readonly { key: number; round: number }[]) => new Map(spots.map(({ key, round }) => [`${key} ${round}`, 1]));
        let heads = new Map<number, Head>();
        for (let round = 0; round < 7; round += 1) {
          const now = cameIn.map((came) => came.slice(0, round + 1).reduce((sum, count) => sum + count, 0));
          const leaves = tree.map(({ unit }, key) => leaf(key, now[key] ?? 0, `u${unit}`));
          const cameSince = (key: number, last: bigint) =>
            students(
              key * 1000,
              (cameIn[key] ?? []).slice(Number(last) + 1, round + 1).reduce((sum, count) => sum + count, 0),
            );
          const since = new Map([...heads].map(([key, { position }]) => [key, cameSince(key, position)]));
          const sinceVeiled = new Map(
            blocksOf(heads).flatMap((block) => {
              const last = block.reduce((latest, { veiled }) => (veiled !== null && veiled > latest ? veiled : latest), -1n);
              return block.map((head): [number, Set<string>] => [head.leaf, cameSince(head.leaf, last)]);
            }),
          );
          for (const block of decide({ leaves, heads, changed: since, changedSinceVeiled: sinceVeiled }).blocks) {
            known.add(sumOf(block.flatMap((key) => Array.from({ length: round + 1 }, (_, at) => ({ key, round: at })))));
            const head = { time: "term", position: BigInt(round), block: block[0] ?? 0, size: block.length, figures };
            const veiled = (key: number) => veiledBy(head, leaf(key, now[key] ?? 0), heads.get(key), threshold);
            heads = new Map([...heads, ...block.map((key): [number, Head] => [key, { ...head, leaf: key, veiled: veiled(key) }])]);
          }
        }
        // Of each leaf, and of each unit: what came from one round to another.
        const units = [...new Set(tree.map(({ unit }) => unit))].map((unit) =>
          tree.flatMap((one, key) => (one.unit === unit ? [key] : [])),
        );
        for (const keys of [...tree.map((_, key) => [key]), ...units, tree.map((_, key) => key)]) {
          for (let from = 0; from < 7; from += 1) {
            for (let to = from; to < 7; to += 1) {
              const spots = keys.flatMap((key) => Array.from({ length: to - from + 1 }, (_, at) => ({ key, round: from + at })));
              const count = spots.reduce((sum, { key, round }) => sum + (cameIn[key]?.[round] ?? 0), 0);
              if (count === 0 || count >= threshold) continue;
              expect(known.has(sumOf(spots)), `${keys} from ${from} to ${to}`).toBe(false);
            }
          }
        }
      }),
    );
  });
});
