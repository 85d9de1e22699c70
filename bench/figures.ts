/** What was measured, and what was to be reached. */
export type Target = { bound: "at least" | "at most"; value: number };

export type Figure = {
  section: string;
  name: string;
  value: number;
  unit: string;
  target: Target | null;
  /** Which query it was, how much was sent, and the like. */
  note?: string;
  /** What the figure is the worst of; for the JSON. */
  detail?: readonly object[];
};

export const atLeast = (value: number): Target => ({ bound: "at least", value });
export const atMost = (value: number): Target => ({ bound: "at most", value });

export function isReached({ value, target }: Figure): boolean | null {
  if (target === null) return null;
  return target.bound === "at least" ? value >= target.value : value <= target.value;
}

/** The value below which the share lies, by nearest rank. Throws where there are no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (found === undefined) throw new Error("Nothing was measured.");
  return found;
}

const shown = (value: number) => new Intl.NumberFormat("en", { maximumFractionDigits: Math.abs(value) >= 100 ? 0 : 1 }).format(value);

/** A markdown table, its columns aligned for reading in a terminal too. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const reached = isReached(figure);
    return [
      figure.section,
      figure.name,
      `${shown(figure.value)} ${figure.unit}`,
      figure.target === null ? "" : `${figure.target.bound} ${shown(figure.target.value)}`,
      reached === null ? "" : reached ? "reached" : "NOT reached",
      figure.note ?? "",
    ];
  });
  const head = ["Section", "Figure", "Measured", "To reach", "", "Note"];
  const widths = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
