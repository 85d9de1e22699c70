import { definitionOf } from "../definitions";
import type { ResultCell } from "../queries/result";
import type { KpiId } from "../question";
import type { KpiRequest } from "../request";
import { countsOf } from "../suppress";
import type { Counts } from "./suppress-tree";

/** What is counted of each leaf, by the leaf's id (null for none). */
export type LeafCounts = ReadonlyMap<string | null, Counts>;

/** A KPI, of grades in one state. */
export type Figure = Pick<KpiRequest, "kpi" | "state">;

const ofSectionsStudents: ReadonlySet<KpiId> = new Set(["grade-distribution", "mean-grade-points", "course-withdrawal-rate", "dfw-rate"]);

/** Whether a KPI counts the students of sections, as others do that share its blocks (shared-blocks.ts). */
export const sharesBlocks = (kpi: KpiId): boolean => ofSectionsStudents.has(kpi);

/** The mean is told as part of its letters. */
export const figureName = ({ kpi, state }: Figure): string =>
  `${kpi === "mean-grade-points" ? "grade-distribution" : kpi} ${state ?? "final"}`;

/** The counts of a cell by names that tell those of one KPI from those of another that shares its blocks. */
export function namedCounts(figure: Figure, cell: ResultCell): Counts {
  const prefix = sharesBlocks(figure.kpi) ? `${figureName(figure)} ` : "";
  const named = countsByScale(figure.kpi, cell).flatMap(([scale, of]) =>
    [...of].map(([name, count]) => [`${prefix}${scale}${name}`, count] as const),
  );
  return new Map(named);
}

/** A cell of several scales counts each by itself. */
function countsByScale(kpi: KpiId, cell: ResultCell): [string, Counts][] {
  const definition = definitionOf(kpi);
  const all: [string, Counts] = ["", countsOf(definition, cell)];
  const scales = (cell.scales ?? []).map(({ scale, n, measures }): [string, Counts] => [
    `${scale} `,
    countsOf(definition, { n: { students: n, exact: true }, measures }),
  ]);
  return [all, ...scales];
}
