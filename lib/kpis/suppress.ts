import type { KpiDefinition } from "./definitions";
import type { KpiResult, ResultCell } from "./queries/result";

/**
 * Hides small counts from readers without student-level rights (kpis.md, suppression). Small is a count of
 * students that is not zero and below the threshold: of the denominator, of a published measure, of a letter,
 * and of those whom a published numerator leaves over, which subtraction would give.
 *
 * Complementary: what is hidden among the groups of a whole is always two groups at least, and together they
 * are not small either, so that the whole less what is shown says nothing. That holds although the
 * whole is hidden here: another question may show it.
 */

/** Which of the cells are hidden, the whole being at index 0. */
export function hiddenCells(definition: KpiDefinition, cells: readonly ResultCell[], threshold: number): ReadonlySet<number> {
  const [whole, ...groups] = cells.map((cell) => countsOf(definition, cell));
  if (whole === undefined) return new Set();
  const hiddenGroups = hiddenAmong(groups, whole, threshold);
  const hidden = new Set([...hiddenGroups].map((index) => index + 1));
  const all = hiddenGroups.size > 0 && hiddenGroups.size === groups.length;
  // With nothing left to hide them among, the whole would give them away.
  if (isSmall(whole, threshold) || (all && isSmall(together(groups), threshold))) hidden.add(0);
  return hidden;
}

/** The same among the scales of a cell that holds several. */
function hiddenScales(definition: KpiDefinition, cell: ResultCell, threshold: number): ReadonlySet<number> {
  const parts = (cell.scales ?? []).map(({ n, measures }) => countsOf(definition, { n: { students: n, exact: true }, measures }));
  return hiddenAmong(parts, together(parts), threshold);
}

/** The same for each cell of a result, the whole at index 0. */
export const hiddenScalesOf =
  (definition: KpiDefinition, { total, groups }: KpiResult, threshold: number) =>
  (index: number): ReadonlySet<number> => {
    const cell = index === 0 ? total : groups[index - 1];
    return cell === undefined ? new Set() : hiddenScales(definition, cell, threshold);
  };

/** Counts of students by name. */
export type Counts = ReadonlyMap<string, number>;

/** A count that is small in the whole is shown by no question, so that nothing can be subtracted from it. */
function hiddenAmong(groups: readonly Counts[], whole: Counts, threshold: number): Set<number> {
  const neverShown = new Set(smallNames(whole, threshold));
  const hidden = new Set(groups.flatMap((counts, index) => (isSmall(counts, threshold) ? [index] : [])));
  while (hidden.size > 0 && hidden.size < groups.length) {
    const union = together([...hidden].flatMap((index) => groups[index] ?? []));
    const small = smallNames(union, threshold).filter((name) => !neverShown.has(name));
    if (hidden.size > 1 && small.length === 0) break;
    const shown = [...groups.entries()].filter(([index]) => !hidden.has(index));
    const helps = shown.filter(([, counts]) => small.some((name) => (counts.get(name) ?? 0) > 0));
    const [next] = (helps.length > 0 ? helps : shown).sort(([, a], [, b]) => sizeOf(a) - sizeOf(b));
    if (next === undefined) break;
    hidden.add(next[0]);
  }
  return hidden;
}

const smallNames = (counts: Counts, threshold: number) =>
  [...counts].filter(([, count]) => count > 0 && count < threshold).map(([name]) => name);
const isSmall = (counts: Counts, threshold: number) => smallNames(counts, threshold).length > 0;
const sizeOf = (counts: Counts) => counts.get("n") ?? 0;

function together(cells: readonly Counts[]): Counts {
  const sum = new Map<string, number>();
  for (const counts of cells) for (const [name, count] of counts) sum.set(name, (sum.get(name) ?? 0) + count);
  return sum;
}

export function countsOf(definition: KpiDefinition, cell: Pick<ResultCell, "n" | "measures" | "parts">): Counts {
  const counts = new Map<string, number>(Object.entries(cell.parts ?? {}).map(([name, count]) => [`part.${name}`, count]));
  if (cell.n !== null) counts.set("n", cell.n.students);
  const measures: Record<string, unknown> = cell.measures;
  for (const name of definition.countsStudents) {
    const measure = measures[name];
    if (typeof measure === "number") counts.set(name, measure);
    else for (const [letter, count] of Object.entries(measure ?? {})) if (typeof count === "number") counts.set(`${name}.${letter}`, count);
  }
  const [part, of] = definition.countsStudents.map((name) => counts.get(name));
  if (part !== undefined && of !== undefined) counts.set("rest", Math.max(0, of - part));
  // Marks that are in no denominator (excused) are of students whom nobody counted.
  if (cell.n?.students === 0 && Object.values(measures).some((count) => typeof count === "number" && count > 0)) counts.set("uncounted", 1);
  return counts;
}
