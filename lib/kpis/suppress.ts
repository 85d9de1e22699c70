import type { KpiDefinition } from "./definitions";
import type { ResultCell } from "./queries/result";

/**
 * Hides small counts from readers without student-level rights (kpis.md, suppression): a cell whose
 * students, or any published count of students, are fewer than the threshold but not zero; and where just
 * one cell of a shown total would be hidden, the next smallest too, so that subtraction gives nothing.
 * Returns which cells are hidden, the total being at index 0.
 */
export function hiddenCells(definition: KpiDefinition, cells: readonly ResultCell[], threshold: number): ReadonlySet<number> {
  const hidden = new Set<number>();
  for (const [index, cell] of cells.entries()) if (isSmall(definition, cell, threshold)) hidden.add(index);
  const groups = cells.map((_, index) => index).slice(1);
  const hiddenGroups = groups.filter((index) => hidden.has(index));
  if (!hidden.has(0) && hiddenGroups.length === 1) {
    const next = groups
      .filter((index) => !hidden.has(index))
      .sort((a, b) => (cells[a]?.n?.students ?? 0) - (cells[b]?.n?.students ?? 0))[0];
    if (next !== undefined) hidden.add(next);
    else hidden.add(0); // the only group is the total itself
  }
  return hidden;
}

function isSmall(definition: KpiDefinition, cell: ResultCell, threshold: number): boolean {
  const small = (count: number) => count > 0 && count < threshold;
  if (cell.n !== null && small(cell.n.students)) return true;
  const measures: Record<string, unknown> = cell.measures;
  return definition.countsStudents.some((name) => {
    const measure = measures[name];
    if (typeof measure === "number") return small(measure);
    return (
      typeof measure === "object" && measure !== null && Object.values(measure).some((count) => typeof count === "number" && small(count))
    );
  });
}
