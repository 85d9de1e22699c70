import type { KpiAnswer } from "@/lib/kpis/answer";

export type HeatRow = { key: string; label: string; values: Map<string, number | null>; mean: number };
export type Heat = { rows: HeatRow[]; weeks: string[]; low: number; high: number };

/** Groups of (member, week) as rows, the lowest mean first; a hidden cell is null, a week without figures absent. */
export function heatOf(answer: KpiAnswer): Heat {
  const rows = new Map<string, HeatRow>();
  const weeks = new Set<string>();
  for (const group of answer.groups ?? []) {
    const [member, week] = group.keys ?? [];
    if (typeof member !== "string" || typeof week !== "string") continue;
    weeks.add(week);
    const row = rows.get(member) ?? { key: member, label: group.labels?.[0] ?? member, values: new Map(), mean: 0 };
    row.values.set(week, group.suppressed ? null : group.value);
    rows.set(member, row);
  }
  const known = (row: HeatRow) => [...row.values.values()].filter((value) => value !== null);
  for (const row of rows.values()) row.mean = known(row).reduce((sum, value) => sum + value, 0) / Math.max(1, known(row).length);
  const all = [...rows.values()].flatMap(known);
  return {
    rows: [...rows.values()].sort((a, b) => a.mean - b.mean || (a.key < b.key ? -1 : 1)),
    weeks: [...weeks].sort(),
    low: Math.min(...all),
    high: Math.max(...all),
  };
}

/** How deep a cell is shaded, 0 to 0.45: the further below the best, the deeper, and text stays readable at the deepest. */
export const shadeOf = (value: number, { low, high }: Pick<Heat, "low" | "high">): number =>
  high === low ? 0 : ((high - value) / (high - low)) * 0.45;
