import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { asLeaf } from "./decide-releases";
import { blocksOf, type Head, type Ledger, type Time } from "./ledger";
import { figureName, namedCounts } from "./named-counts";
import { sumOfLeaves } from "./sum-of-leaves";
import { closeBlocks, floorAt } from "./suppress-tree";
import type { Tree } from "./tree";

/** What may be told of a time: sums of whole blocks. */
export type Unions = {
  /** Of these the ones that are told with others alone. */
  crossing: (heads: readonly Head[]) => Head[];
};

type Asked = { request: KpiRequest; context: KpiContext; tree: Tree; ledger: Ledger };

const known = new WeakMap<Ledger, Map<string, Unions>>();

/**
 * Blocks as they were released, put together where today's threshold finds something small in what was: it may be higher than the
 * one of then.
 */
export function unionsAt({ request, context, tree, ledger }: Asked, time: Time): Unions {
  const { threshold } = context.policy.suppression;
  const ofLedger = known.get(ledger) ?? new Map<string, Unions>();
  known.set(ledger, ofLedger);
  const name = JSON.stringify([time, figureName(request), threshold]);
  const found = ofLedger.get(name) ?? findUnions(ledger.headsAt(time), { request, context, tree, threshold });
  ofLedger.set(name, found);
  return found;
}

function findUnions(
  heads: ReadonlyMap<number, Head>,
  { request, context, tree, threshold }: Omit<Asked, "ledger"> & { threshold: number },
): Unions {
  const paths = new Map(tree.leaves.map((leaf) => [leaf.key, leaf]));
  const blocks = blocksOf(heads).flatMap((block) => {
    const cells = block.flatMap(({ time, figures }) => {
      const figure = figures[figureName(request)];
      return figure === undefined ? [] : [{ time, figures: figure.whole }];
    });
    const counts = namedCounts(request, sumOfLeaves(request.kpi, cells, context));
    const leaves = block.flatMap(({ leaf }) => {
      const at = paths.get(leaf);
      return at === undefined ? [] : [{ key: leaf, path: tree.pathOf(at), counts: new Map<string, number>() }];
    });
    return leaves.slice(0, 1).map(({ key }) => ({ block, leaf: { ...asLeaf(key, leaves), counts } }));
  });
  const members = new Map(blocks.map(({ block, leaf }) => [leaf.key, block]));
  const closed = closeBlocks(
    blocks.map(({ leaf }) => leaf),
    floorAt(threshold),
  );
  const unions = closed.blocks.map((union) => union.flatMap(({ key }) => (members.get(key) ?? []).map(({ leaf }) => leaf)));
  const unionOf = new Map(unions.flatMap((union) => union.map((leaf) => [leaf, union] as const)));
  return {
    crossing: (some) => {
      const there = new Set(some.map(({ leaf }) => leaf));
      return some.filter(({ leaf }) => unionOf.get(leaf)?.every((other) => there.has(other)) !== true);
    },
  };
}
