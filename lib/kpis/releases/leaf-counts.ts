import type { Ask } from "../compute-kpi";
import { definitionOf } from "../definitions";
import type { ResultCell } from "../queries/result";
import type { KpiId } from "../question";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { countsOf } from "../suppress";
import { nameOfWeek } from "./cell";
import type { Counts } from "./suppress-tree";

/** What is counted of each leaf, by the leaf's id (null for none). */
export type LeafCounts = ReadonlyMap<string | null, Counts>;

/** Figures of enrolments tell of each other: what is small in one hides it in the others too. */
const together: Partial<Record<KpiId, readonly Pick<KpiRequest, "kpi" | "state">[]>> = {
  "dfw-rate": [{ kpi: "dfw-rate", state: "provisional" }, { kpi: "dfw-rate" }, { kpi: "course-withdrawal-rate" }],
  "course-withdrawal-rate": [{ kpi: "dfw-rate", state: "provisional" }, { kpi: "dfw-rate" }, { kpi: "course-withdrawal-rate" }],
};

/**
 * Counts of students of each leaf under the whole scope: all that figures of this kind publish or tell together. Scales are
 * counted side by side, whichever is asked for. `weeks`: of marks the same with each week that is over, null for the others.
 */
export async function readLeafCounts(
  ask: Ask,
  request: KpiRequest,
  context: KpiContext,
): Promise<{ term: LeafCounts; weeks: LeafCounts | null }> {
  const nowhere = { ...context, orgUnits: null, course: null, section: null, program: null };
  const leaf = request.kpi === "dropout-rate" ? ("program" as const) : ("section" as const);
  const base: KpiRequest = {
    kpi: request.kpi,
    ...(request.term === undefined ? {} : { term: request.term }),
    ...(request.state === undefined ? {} : { state: request.state }),
    ...(request.kpi === "engagement-rate" && request.to !== undefined ? { to: request.to } : {}),
    groupBy: [leaf],
  };
  const counts = new Map<string | null, Map<string, number>>();
  const note = (id: string | null, prefix: string, of: Counts) => {
    const known = counts.get(id) ?? new Map<string, number>();
    counts.set(id, known);
    for (const [name, count] of of) known.set(name === "n" && prefix === "" ? "n" : `${prefix}${name}`, count);
  };
  for (const other of together[request.kpi] ?? [base]) {
    const { state: _, ...rest } = base;
    const asked = { ...rest, ...other };
    const { groups } = await ask(asked, nowhere);
    const prefix = asked.kpi === request.kpi && asked.state === request.state ? "" : `${asked.kpi} ${asked.state ?? ""} `;
    for (const cell of groups) for (const [name, of] of countsByScale(asked.kpi, cell)) note(cell.keys[0] ?? null, `${prefix}${name}`, of);
  }
  if (request.kpi !== "attendance-rate") return { term: counts, weeks: null };
  const weeks = new Map([...counts].map(([id, of]) => [id, new Map(of)]));
  const { groups } = await ask({ ...base, groupBy: ["week", leaf] }, nowhere);
  const running = nameOfWeek(context.today);
  for (const { keys, n } of groups) {
    const [week, id = null] = keys;
    if (week === undefined || week === null || week >= running) continue;
    const known = weeks.get(id) ?? new Map<string, number>();
    weeks.set(id, known.set(`${week} n`, n?.students ?? 0));
  }
  return { term: counts, weeks };
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
