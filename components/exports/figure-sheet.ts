import type { KpiAnswer, KpiGroup } from "@/lib/kpis/answer";
import { definitionFor } from "../kpi/definition-text";
import type { Sheet, SheetCell } from "./sheet";

type Figure = Pick<KpiGroup, "value" | "n" | "nExact" | "suppressed" | "measures">;
/** Further columns, such as what a group is measured against, by group. */
type Beside = { columns: readonly string[]; of: (group: KpiGroup) => readonly SheetCell[] };
const nothingBeside: Beside = { columns: [], of: () => [] };

const figureColumns = ["value", "n", "n_exact", "suppressed"] as const;

/** Measures that are one number; letters have a sheet of their own. */
const measuresOf = (kpi: string): readonly string[] => (definitionFor(kpi)?.measures ?? []).filter((name) => name !== "letters");

/** A suppressed figure came without its numbers (CELL-1): its cells are empty, and the column says why. */
function figureCells(figure: Figure, measures: readonly string[]): SheetCell[] {
  const measured = measures.map((name): SheetCell => {
    const value: unknown = figure.measures === undefined ? null : Reflect.get(figure.measures, name);
    return typeof value === "number" ? value : null;
  });
  return [figure.value, figure.n ?? null, figure.n === undefined ? null : (figure.nExact ?? true), figure.suppressed, ...measured];
}

/** The headline: one row, with what it is compared with. */
export function headlineSheet(answer: KpiAnswer): Sheet {
  const measures = measuresOf(answer.kpi);
  const { comparison } = answer;
  return {
    columns: ["kpi", "term", ...figureColumns, ...measures, "compared_with", "compared_value"],
    rows: [[answer.kpi, answer.term, ...figureCells(answer, measures), comparison?.term ?? null, comparison?.value ?? null]],
  };
}

/** One row for each group, in the order given; a grouping `course` has the columns `course` and `course_name`. */
export function groupsSheet(answer: KpiAnswer, groupBy: string, groups: readonly KpiGroup[], beside: Beside = nothingBeside): Sheet {
  const measures = measuresOf(answer.kpi);
  const groupings = groupBy.split(",");
  const names = (group: KpiGroup) => {
    const [keys, labels] = group.keys === undefined ? [[group.key], [group.label]] : [group.keys, group.labels ?? []];
    return groupings.flatMap((_, index): SheetCell[] => [keys[index] ?? null, labels[index] ?? null]);
  };
  return {
    columns: [...groupings.flatMap((name) => [name, `${name}_name`]), ...figureColumns, ...measures, ...beside.columns],
    rows: groups.map((group) => [...names(group), ...figureCells(group, measures), ...beside.of(group)]),
  };
}
