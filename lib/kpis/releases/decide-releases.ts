import { type CellPlace, levels } from "./cell";

/** What somebody who looks may know of a cell already: its last release, and who changed since. */
export type Known = {
  name: string;
  place: CellPlace;
  /** The leaves of the tree that it is made of: sections, or programs of registrations. */
  members: ReadonlySet<number>;
  /** Students whose facts in it changed since it was released; null where it never was. */
  changed: ReadonlySet<string> | null;
  /** As many as the threshold changed since: who they are was not read again. */
  ripe: boolean;
};

/** `new`: released as it is now. `kept`: stays as it was released. `withheld`: never released, and not yet. */
export type Decision = "new" | "kept" | "withheld";

/**
 * Decides which of the cells that are asked for are released anew (kpis.md, releases; ADR 27).
 *
 * - A cell is released anew when at least `threshold` students changed in it since its last release, or nobody was
 *   given it before. Where nobody changed it is what it was.
 * - A cell that was released beside finer ones must not tell of one of them by subtraction: of the finer cells
 *   of a level that changed by fewer students than the threshold, there are none, or there are several whose students
 *   are together as many as the threshold. Else it waits.
 *
 * Finer cells are decided first: what is released with the whole is no longer behind it.
 */
export function decideReleases(asked: readonly Known[], others: readonly Known[], threshold: number): ReadonlyMap<string, Decision> {
  const decisions = new Map<string, Decision>();
  const all = new Map([...others, ...asked].map((cell) => [cell.name, cell]));
  const fineFirst = [...asked].sort((a, b) => rank(b) - rank(a));
  for (const cell of fineFirst) decisions.set(cell.name, decide(cell, [...all.values()], decisions, threshold));
  return decisions;
}

function decide(cell: Known, all: readonly Known[], decisions: ReadonlyMap<string, Decision>, threshold: number): Decision {
  const few = !cell.ripe && cell.changed !== null && cell.changed.size < threshold;
  if (few) return "kept";
  const finer = all.filter((other) => other.name !== cell.name && liesWithin(other, cell));
  const byLevel = Map.groupBy(finer, (other) => `${other.place.level} ${isTimed(other) && !isTimed(cell) ? "week" : ""}`);
  for (const partition of byLevel.values()) {
    if (tells(partition, decisions, threshold)) return cell.changed === null && !cell.ripe ? "withheld" : "kept";
  }
  return "new";
}

/** Whether a sum over the partition would tell of few, once those that stay behind are subtracted as they were given. */
function tells(partition: readonly Known[], decisions: ReadonlyMap<string, Decision>, threshold: number): boolean {
  const behind = partition.filter(
    ({ name, changed, ripe }) => decisions.get(name) !== "new" && !ripe && changed !== null && changed.size > 0 && changed.size < threshold,
  );
  if (behind.length === 0) return false;
  const together = new Set(behind.flatMap(({ changed }) => [...(changed ?? [])]));
  return behind.length === 1 || together.size < threshold;
}

const isTimed = ({ place }: Known) => place.days.from !== null || place.days.to !== null;
const rank = ({ place, members }: Known) => levels.indexOf(place.level) * 2 + (place.days.from !== null ? 1 : 0) - members.size * 1e-9;

/** Within: of a finer place or time, and of nothing outside. Letters are parts of one distribution and change with it. */
function liesWithin(inner: Known, outer: Known): boolean {
  if (inner.place.letter !== undefined || outer.place.letter !== undefined) return false;
  const sameDays = inner.place.days.from === outer.place.days.from && inner.place.days.to === outer.place.days.to;
  const finerPlace = levels.indexOf(inner.place.level) > levels.indexOf(outer.place.level);
  const samePlace = inner.place.level === outer.place.level && inner.place.node === outer.place.node;
  if (!(sameDays && finerPlace) && !(samePlace && !sameDays && timeWithin(inner.place, outer.place))) return false;
  return inner.members.size > 0 && [...inner.members].every((leaf) => outer.members.has(leaf));
}

function timeWithin({ days: inner }: CellPlace, { days: outer }: CellPlace): boolean {
  const begins = outer.from === null || (inner.from !== null && inner.from >= outer.from);
  const ends = outer.to === null || (inner.to !== null && inner.to <= outer.to);
  return begins && ends;
}
