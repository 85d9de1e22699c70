import type { Pool, PoolClient } from "pg";
import type { KpiId } from "../question";
import type { CellPlace } from "./cell";
import type { Known } from "./decide-releases";
import { sharedTouches, touchFamilies } from "./families-of";
import { readTouches, type Since, type Touch } from "./read-touches";
import type { Release } from "./release-store";

/** A cell, and the last that was given of it. */
export type PlacedCell = { name: string; place: CellPlace; members: ReadonlySet<number>; release: Release | null };

/**
 * Who changed in each cell since it was released, up to a position. `beside`: as of when other figures of the same students were
 * told of it, by its name.
 */
export async function readKnown(
  client: Pool | PoolClient,
  kpi: KpiId,
  cells: readonly PlacedCell[],
  upTo: bigint,
  beside: ReadonlyMap<string, readonly bigint[]>,
): Promise<Omit<Known, "fit">[]> {
  const sinceBeside = await countSince(client, cells, upTo, beside);
  const touches = await readTouches(client, touchFamilies[kpi], earliest(cells), upTo);
  const byLeaf = Map.groupBy(touches, ({ leaf }) => leaf);
  const byWeek = Map.groupBy(touches, ({ week }) => week);
  return cells.map(({ name, place, members, release }) => {
    const others = sinceBeside.get(name) ?? [];
    if (release === null) return { name, place, members, changed: null, ripe: false, shown: false, sinceBeside: others };
    const { from } = place.days;
    const since = ({ position }: Touch) => position > release.position;
    const concerned =
      from === null
        ? [...members].flatMap((leaf) => byLeaf.get(leaf) ?? [])
        : (byWeek.get(from) ?? []).filter(({ leaf }) => members.has(leaf));
    const changed = new Set(release.ripe ? [] : concerned.filter(since).flatMap(({ students }) => students));
    return { name, place, members, changed, ripe: release.ripe, shown: !release.hidden, sinceBeside: others };
  });
}

/** How many students changed in cells since each of these positions. */
async function countSince(
  client: Pool | PoolClient,
  cells: readonly PlacedCell[],
  upTo: bigint,
  beside: ReadonlyMap<string, readonly bigint[]>,
): Promise<Map<string, number[]>> {
  const leaves = new Map<number, bigint>();
  for (const { name, members } of cells)
    for (const position of beside.get(name) ?? []) for (const leaf of members) look(leaves, leaf, position);
  const byLeaf = Map.groupBy(await readTouches(client, sharedTouches, { leaves, weeks: new Map() }, upTo), ({ leaf }) => leaf);
  const changedSince = (members: ReadonlySet<number>, position: bigint) =>
    new Set([...members].flatMap((leaf) => byLeaf.get(leaf) ?? []).flatMap((touch) => (touch.position > position ? touch.students : [])))
      .size;
  return new Map(cells.map(({ name, members }) => [name, (beside.get(name) ?? []).map((position) => changedSince(members, position))]));
}

function look<T>(known: Map<T, bigint>, key: T, position: bigint): void {
  const before = known.get(key);
  if (before === undefined || position < before) known.set(key, position);
}

/** The earliest release that must be looked back to, for each leaf of whole terms and for each week. */
function earliest(cells: readonly PlacedCell[]): Since {
  const leaves = new Map<number, bigint>();
  const weeks = new Map<string, bigint>();
  for (const { place, members, release } of cells) {
    if (release === null || release.ripe) continue;
    const { from } = place.days;
    if (from !== null) look(weeks, from, release.position);
    else for (const leaf of members) look(leaves, leaf, release.position);
  }
  return { leaves, weeks };
}
