import type { Pool, PoolClient } from "pg";
import type { KpiId } from "../question";
import type { CellPlace } from "./cell";
import type { Known } from "./decide-releases";
import { touchFamilies } from "./families-of";
import { readTouches, type Since, type Touch } from "./read-touches";
import type { Release } from "./release-store";

/** A cell, and the last that was given of it. */
export type PlacedCell = { name: string; place: CellPlace; members: ReadonlySet<number>; release: Release | null };

/** Who changed in each cell since it was released, up to a position. */
export async function readKnown(
  client: Pool | PoolClient,
  kpi: KpiId,
  cells: readonly PlacedCell[],
  upTo: bigint,
): Promise<Omit<Known, "fit">[]> {
  const touches = await readTouches(client, touchFamilies[kpi], earliest(cells), upTo);
  const byLeaf = Map.groupBy(touches, ({ leaf }) => leaf);
  const byWeek = Map.groupBy(touches, ({ week }) => week);
  return cells.map(({ name, place, members, release }) => {
    if (release === null) return { name, place, members, changed: null, ripe: false, shown: false };
    const { from } = place.days;
    const since = ({ position }: Touch) => position > release.position;
    const concerned =
      from === null
        ? [...members].flatMap((leaf) => byLeaf.get(leaf) ?? [])
        : (byWeek.get(from) ?? []).filter(({ leaf }) => members.has(leaf));
    const changed = new Set(release.ripe ? [] : concerned.filter(since).flatMap(({ students }) => students));
    return { name, place, members, changed, ripe: release.ripe, shown: !release.hidden };
  });
}

/** The earliest release that must be looked back to, for each leaf of whole terms and for each week. */
function earliest(cells: readonly PlacedCell[]): Since {
  const leaves = new Map<number, bigint>();
  const weeks = new Map<string, bigint>();
  const look = <T>(known: Map<T, bigint>, key: T, position: bigint) => {
    const before = known.get(key);
    if (before === undefined || position < before) known.set(key, position);
  };
  for (const { place, members, release } of cells) {
    if (release === null || release.ripe) continue;
    const { from } = place.days;
    if (from !== null) look(weeks, from, release.position);
    else for (const leaf of members) look(leaves, leaf, release.position);
  }
  return { leaves, weeks };
}
