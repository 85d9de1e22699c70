import { type CellPlace, levels } from "./cell";
import type { Touch } from "./read-touches";

/** What somebody who looks may know of a cell already: its last release, and who changed since. */
export type Known = {
  name: string;
  place: CellPlace;
  /** The leaves of the tree that it is made of. */
  members: ReadonlySet<number>;
  /** Students whose facts in it changed since it was released; null where it never was. */
  changed: ReadonlySet<string> | null;
  /** What changed since, each as who changed in which leaf and week; of a ripe cell the latest of it. */
  touches: readonly Touch[];
  /** As many as the threshold changed since. */
  ripe: boolean;
  /** Whether its last release was given with its numbers: what was hidden nobody can subtract. */
  shown: boolean;
  /** How many students changed in it since other figures of the same students were told of it. */
  sinceBeside: readonly number[];
  /** Whether it can be released safely as it is now, the threshold aside. */
  fit: boolean;
  /** Whether it would be given with its numbers then. */
  mayShow: boolean;
};

/** `new`: released as it is now. `kept`: stays as it was released. `withheld`: never released, and not yet. */
export type Decision = "new" | "kept" | "withheld";

/**
 * Decides which cells are released anew (kpis.md, releases; ADR 27): the ones that are asked for, and with them finer ones
 * that were released before and are due, for whoever has the sum and the others has them.
 *
 * - A cell is released anew when at least `threshold` students changed in it since its last release, or nobody was
 *   given it before. Where nobody changed it is what it was.
 * - It waits where few changed in it since another figure of the same students was told of it: both together would tell of those.
 * - A cell must not tell of a finer one by subtraction: of the finer cells of a level that stay behind although they
 *   changed, there are none, or there are several whose students are together as many as the threshold. Else it waits.
 * - Nor of all that is not shown, which is what is left of a sum once the shown parts of a level are subtracted: nobody changed
 *   in that since the sum was last released, or as many as the threshold.
 */
export function decideReleases(asked: readonly Known[], others: readonly Known[], threshold: number): ReadonlyMap<string, Decision> {
  const due = (cell: Known) => cell.changed !== null && (cell.ripe || cell.changed.size >= threshold);
  const finerThan = finerAmong([...asked, ...others]);
  const decisions = new Map<string, Decision>();
  const fineFirst = [...asked, ...others.filter((cell) => cell.changed === null || (due(cell) && (cell.shown || cell.mayShow)))].sort(
    (a, b) => rank(b) - rank(a),
  );
  for (const cell of fineFirst) {
    const held: Decision = cell.changed === null ? "withheld" : "kept";
    const lags = cell.sinceBeside.some((count) => count > 0 && count < threshold);
    const waits = !cell.fit || lags || (cell.changed !== null && !due(cell)) || tellsOfFiner(cell, finerThan(cell), decisions, threshold);
    decisions.set(cell.name, waits ? held : "new");
  }
  const names = new Set(asked.map(({ name }) => name));
  const beneath = new Set<string>();
  for (const cell of asked) if (decisions.get(cell.name) === "new") for (const { name } of finerThan(cell)) beneath.add(name);
  for (const { name, changed } of others) {
    if (!names.has(name) && changed !== null && decisions.get(name) === "new" && !beneath.has(name)) decisions.set(name, "kept");
  }
  return decisions;
}

/** Cells that lie within one, by way of the leaves that they begin with. */
function finerAmong(all: readonly Known[]): (outer: Known) => Known[] {
  const byLeaf = Map.groupBy(
    all.filter(({ members }) => members.size > 0),
    ({ members }) => [...members][0] ?? 0,
  );
  return (outer) => [...outer.members].flatMap((leaf) => (byLeaf.get(leaf) ?? []).filter((inner) => isWithin(inner, outer)));
}

function tellsOfFiner(cell: Known, finer: readonly Known[], decisions: ReadonlyMap<string, Decision>, threshold: number): boolean {
  const apart = finer.filter(({ name }) => name !== cell.name);
  const byLevel = Map.groupBy(apart, (other) => JSON.stringify([other.place.level, sameDays(other, cell)]));
  return [...byLevel.values()].some(
    (partition) => tells(partition, decisions, threshold) || tellsOfTheRest(cell, partition, decisions, threshold),
  );
}

/** Whether two releases of a sum would tell of few whom no shown part of a level counts. */
function tellsOfTheRest(sum: Known, partition: readonly Known[], decisions: ReadonlyMap<string, Decision>, threshold: number): boolean {
  if (sum.changed === null || !sum.shown) return false;
  const counted = new Map<number, Set<string | null>>();
  for (const { name, shown, mayShow, members, place } of partition) {
    if (!(decisions.get(name) === "new" ? mayShow : shown)) continue;
    for (const leaf of members) counted.set(leaf, (counted.get(leaf) ?? new Set()).add(place.days.from));
  }
  const isCounted = ({ leaf, week }: Touch) => {
    const weeks = counted.get(leaf);
    return weeks !== undefined && (weeks.has(null) || weeks.has(week));
  };
  const rest = new Set<string>();
  for (const touch of sum.touches) {
    if (isCounted(touch)) continue;
    for (const student of touch.students) rest.add(student);
    if (rest.size >= threshold) return false;
  }
  return rest.size > 0;
}

/** Whether a sum over the partition would tell of few, once those that stay behind are subtracted as they were given. */
function tells(partition: readonly Known[], decisions: ReadonlyMap<string, Decision>, threshold: number): boolean {
  const behind = partition.filter(
    ({ name, changed, ripe, shown }) => shown && decisions.get(name) !== "new" && changed !== null && (ripe || changed.size > 0),
  );
  if (behind.length === 0) return false;
  const isDue = ({ changed, ripe }: Known) => ripe || (changed?.size ?? 0) >= threshold;
  // Due, and held back for what is beneath it. What is no block any more is held back for ever, and holds up nothing by itself.
  if (behind.some((part) => part.fit && isDue(part))) return true;
  if (behind.length > 1 && behind.some(isDue)) return false;
  const together = new Set(behind.flatMap(({ changed }) => [...(changed ?? [])]));
  return behind.length === 1 || together.size < threshold;
}

const rank = ({ place, members }: Known) =>
  levels.indexOf(place.level) * 2 + (place.days.from !== null || place.days.to !== null ? 1 : 0) - members.size * 1e-9;

const sameDays = (a: Known, b: Known) => a.place.days.from === b.place.days.from && a.place.days.to === b.place.days.to;

/** Within: of a finer place or time, and of nothing outside. Letters are parts of one distribution and change with it. */
function isWithin(inner: Known, outer: Known): boolean {
  if (inner.place.letter !== undefined || outer.place.letter !== undefined) return false;
  const samePlace = inner.place.level === outer.place.level && inner.place.node === outer.place.node;
  if (samePlace && sameDays(inner, outer)) return false;
  if (!sameDays(inner, outer) && !timeWithin(inner.place, outer.place)) return false;
  if (!samePlace && levels.indexOf(inner.place.level) < levels.indexOf(outer.place.level)) return false;
  return inner.members.size > 0 && [...inner.members].every((leaf) => outer.members.has(leaf));
}

function timeWithin({ days: inner }: CellPlace, { days: outer }: CellPlace): boolean {
  const begins = outer.from === null || (inner.from !== null && inner.from >= outer.from);
  const ends = outer.to === null || (inner.to !== null && inner.to <= outer.to);
  return begins && ends;
}
