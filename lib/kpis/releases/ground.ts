import { LRUCache } from "lru-cache";
import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import type { Ask } from "../compute-kpi";
import type { ResultCell } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { mondayOf } from "./days";
import { type Time, wholeTerm } from "./ledger";
import { type Figure, figureName, namedCounts, sharesBlocks } from "./named-counts";
import { readSharedCounts } from "./shared-blocks";
import type { CountedLeaf, Counts } from "./suppress-tree";
import type { Leaf, Tree } from "./tree";

/** The places of a question's scope, and what is counted in their leaves now. */
export type Ground = {
  tree: Tree;
  /** By time and key of the leaf. */
  leaves: ReadonlyMap<Time, readonly CountedLeaf[]>;
  /** Whether a figure is shown anywhere in the scope. */
  isTold: (figure: Figure) => boolean;
};

/** A figure of a term. */
export type Counted = Pick<KpiRequest, "kpi" | "state" | "term">;

/** Counts of a leaf by its id, null for what belongs to none. */
type CountsById = ReadonlyMap<string | null, Counts>;

/**
 * Counts of students of each leaf under the whole scope: all that figures of this kind publish or tell together. Scales are
 * counted side by side, whichever is asked for. Marks are counted week by week, all others over the term.
 */
export async function readGround(read: ScopedRead, ask: Ask, request: KpiRequest, context: KpiContext, tree: Tree): Promise<Ground> {
  const base = { kpi: request.kpi, ...(request.term === undefined ? {} : { term: request.term }) };
  const leaves = tree.leaves.map((leaf) => ({ key: leaf.key, id: idOf(leaf), path: tree.pathOf(leaf) }));
  const placed = (counts: CountsById) => leaves.map(({ id, ...leaf }): CountedLeaf => ({ ...leaf, counts: counts.get(id) ?? new Map() }));
  if (sharesBlocks(request.kpi)) {
    const { counts, told } = await readSharedCounts(read, ask, { ...base, kpi: "course-withdrawal-rate" }, nowhere(context), tree);
    return { tree, leaves: new Map([[wholeTerm, placed(counts)]]), isTold: (figure) => told.has(figureName(figure)) };
  }
  const cells = await figuresOfLeaves(ask, request, context);
  const weights = weightsOf(leaves, cells);
  const counts = [...cells].map(([time, of]) => {
    const ofTime = placed(new Map([...of].map(([id, cell]) => [id, namedCounts(request, cell)])));
    return [time, ofTime.map((leaf): CountedLeaf => ({ ...leaf, weights: weights.get(leaf.key) ?? [] }))] as const;
  });
  return { tree, leaves: new Map(counts), isTold: () => true };
}

/** Students of all times together in each node that leads to a leaf, and in the leaf. */
function weightsOf(
  leaves: readonly { key: number; id: string | null; path: readonly string[] }[],
  cells: ReadonlyMap<Time, ReadonlyMap<string | null, ResultCell>>,
): Map<number, number[]> {
  const ofNode = new Map<string, number>();
  const ofLeaf = leaves.map(({ key, id, path }) => {
    const own = [...cells.values()].reduce((sum, ofTime) => sum + (ofTime.get(id)?.n?.students ?? 0), 0);
    for (const node of path) ofNode.set(node, (ofNode.get(node) ?? 0) + own);
    return { key, path, own };
  });
  return new Map(ofLeaf.map(({ key, path, own }) => [key, [...path.map((node) => ofNode.get(node) ?? 0), own]]));
}

/** The exact figures of every leaf of the scope, by time and the leaf's id. */
export async function figuresOfLeaves(ask: Ask, request: Counted, context: KpiContext): Promise<Map<Time, Map<string | null, ResultCell>>> {
  const { kpi, term, state } = request;
  const leaf = kpi === "dropout-rate" ? ("program" as const) : ("section" as const);
  const asked: KpiRequest = { kpi, ...(term === undefined ? {} : { term }), ...(state === undefined ? {} : { state }) };
  if (kpi !== "attendance-rate") {
    const { groups } = await ask({ ...asked, groupBy: [leaf] }, nowhere(context));
    return new Map([[wholeTerm, new Map(groups.map((cell) => [cell.keys[0] ?? null, cell]))]]);
  }
  const { groups } = await ask({ ...asked, groupBy: ["week", leaf] }, nowhere(context));
  const byWeek = Map.groupBy(groups, ({ keys: [week = null] }) => mondayOf(week ?? ""));
  return new Map([...byWeek].map(([monday, cells]) => [monday, new Map(cells.map((cell) => [cell.keys[1] ?? null, cell]))]));
}

/** The exact figures of each letter in every section of the scope. */
export async function lettersOfLeaves(
  ask: Ask,
  request: Counted,
  context: KpiContext,
): Promise<Map<string | null, Record<string, ResultCell>>> {
  const { kpi, term, state } = request;
  const asked: KpiRequest = {
    kpi,
    ...(term === undefined ? {} : { term }),
    ...(state === undefined ? {} : { state }),
    groupBy: ["section", "letter"],
  };
  const { groups } = await ask(asked, nowhere(context));
  const bySection = Map.groupBy(groups, ({ keys: [section = null] }) => section);
  return new Map([...bySection].map(([section, cells]) => [section, Object.fromEntries(cells.map((cell) => [cell.keys[1] ?? "", cell]))]));
}

export const idOf = (leaf: Leaf): string | null => leaf.section ?? leaf.program;

/** Of the whole scope, whatever place was asked about. */
const nowhere = (context: KpiContext): KpiContext => ({ ...context, orgUnits: null, course: null, section: null, program: null });

/** Of so many questions: those of a page, for a few scopes. */
const mostQuestions = 40;
type Read = { version: string; ground: Promise<Ground> };
const byDatabase = new WeakMap<Database, LRUCache<string, Read>>();

/**
 * Places and counts of leaves are the same for all that is asked under a question while the feed stands still: they are read
 * once a position. `version`: position, day and policy.
 */
export function recentGround(database: Database, question: string, version: string, read: () => Promise<Ground>): Promise<Ground> {
  const recent = byDatabase.get(database) ?? new LRUCache<string, Read>({ max: mostQuestions });
  byDatabase.set(database, recent);
  const known = recent.get(question);
  if (known?.version === version) return known.ground;
  const ground = read();
  recent.set(question, { version, ground });
  ground.catch(() => {
    // What failed is read again.
    if (recent.get(question)?.ground === ground) recent.delete(question);
  });
  return ground;
}
