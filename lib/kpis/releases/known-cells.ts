import type { Pool, PoolClient } from "pg";
import type { KpiId } from "../question";
import type { CellPlace } from "./cell";
import type { Known } from "./decide-releases";
import { sharedTouches, touchFamilies } from "./families-of";
import { readLatestTouches, readTouches, type Since, type Spot, type Touch } from "./read-touches";
import type { Release } from "./release-store";

/** A cell, and the last that was given of it. */
export type PlacedCell = { name: string; place: CellPlace; members: ReadonlySet<number>; release: Release | null };

/** Of a ripe cell so many of the latest changes of each leaf are looked at. */
const latest = 20;

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
): Promise<Omit<Known, "fit" | "mayShow">[]> {
  const sinceBeside = await countSince(client, cells, upTo, beside);
  const touches = await readTouches(client, touchFamilies[kpi], earliest(cells), upTo);
  const ofRipe = inPlaces(await readLatestTouches(client, touchFamilies[kpi], ripeSpots(cells), upTo, latest));
  const ofOthers = inPlaces(touches);
  return cells.map(({ name, place, members, release }) => {
    const others = sinceBeside.get(name) ?? [];
    if (release === null) return { name, place, members, changed: null, touches: [], ripe: false, shown: false, sinceBeside: others };
    const concerned = (release.ripe ? ofRipe : ofOthers)({ members, place });
    const sinceReleased = concerned.filter(({ position }) => position > release.position);
    const changed = new Set(release.ripe ? [] : sinceReleased.flatMap(({ students }) => students));
    return { name, place, members, changed, touches: sinceReleased, ripe: release.ripe, shown: !release.hidden, sinceBeside: others };
  });
}

/** Which of the changes are of a cell: found by leaf and week, for there are as many cells as places times weeks. */
function inPlaces(touches: readonly Touch[]): (cell: Pick<PlacedCell, "members" | "place">) => Touch[] {
  const byLeaf = Map.groupBy(touches, ({ leaf }) => leaf);
  const byLeafAndWeek = new Map([...byLeaf].map(([leaf, of]) => [leaf, Map.groupBy(of, ({ week }) => week)]));
  return ({ members, place: { days } }) =>
    [...members].flatMap((leaf) => (days.from === null ? byLeaf.get(leaf) : byLeafAndWeek.get(leaf)?.get(days.from)) ?? []);
}

/** Leaves of ripe cells that can be subtracted from: since the earliest of them. */
function ripeSpots(cells: readonly PlacedCell[]): Spot[] {
  const spots = new Map<string, Spot>();
  for (const { place, members, release } of cells) {
    if (release?.ripe !== true || release.hidden || members.size < 2) continue;
    for (const leaf of members) {
      const name = JSON.stringify([leaf, place.days.from]);
      const since = spots.get(name)?.since ?? release.position;
      spots.set(name, { leaf, week: place.days.from, since: since < release.position ? since : release.position });
    }
  }
  return [...spots.values()];
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
