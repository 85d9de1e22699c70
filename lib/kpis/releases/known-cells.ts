import type { PoolClient } from "pg";
import type { KpiId } from "../question";
import type { CellPlace } from "./cell";
import type { Known } from "./decide-releases";
import { touchFamilies } from "./families-of";
import { readTouches, type Touch } from "./read-touches";
import type { Release } from "./release-store";

/** A cell, and the last that was given of it. */
export type PlacedCell = { name: string; place: CellPlace; members: ReadonlySet<number>; release: Release | null };

/** Who changed in each cell since it was released, up to a position. */
export async function readKnown(client: PoolClient, kpi: KpiId, cells: readonly PlacedCell[], upTo: bigint): Promise<Omit<Known, "fit">[]> {
  const touches = Map.groupBy(await readTouches(client, touchFamilies[kpi], earliest(cells), upTo), ({ leaf }) => leaf);
  return cells.map(({ name, place, members, release }) => {
    if (release === null) return { name, place, members, changed: null, ripe: false, shown: false };
    const changed = release.ripe ? new Set<string>() : changedSince(release.position, place, members, touches);
    return { name, place, members, changed, ripe: release.ripe, shown: !release.hidden };
  });
}

/** For each leaf the earliest release that must be looked back to. */
function earliest(cells: readonly PlacedCell[]): { leaf: number; since: bigint }[] {
  const since = new Map<number, bigint>();
  for (const { members, release } of cells) {
    if (release === null || release.ripe) continue;
    for (const leaf of members) {
      const known = since.get(leaf);
      if (known === undefined || release.position < known) since.set(leaf, release.position);
    }
  }
  return [...since].map(([leaf, from]) => ({ leaf, since: from }));
}

function changedSince(
  position: bigint,
  place: CellPlace,
  members: ReadonlySet<number>,
  touches: ReadonlyMap<number, readonly Touch[]>,
): Set<string> {
  const changed = new Set<string>();
  for (const leaf of members) {
    for (const touch of touches.get(leaf) ?? []) {
      if (touch.position > position && isInDays(touch.week, place)) for (const student of touch.students) changed.add(student);
    }
  }
  return changed;
}

function isInDays(week: string | null, { days: { from, to } }: CellPlace): boolean {
  if (from === null && to === null) return true;
  return week !== null && (from === null || week >= from) && (to === null || week <= to);
}
