import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Ask } from "../compute-kpi";
import type { ResultCell } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import type { CellPlace } from "./cell";

const groupingOf = { unit: "org_unit", course: "course", section: "section", program: "program" } as const;

/** The exact figures of places, by the names of their cells; one question for all of a level and time. */
export async function figuresOfPlaces(
  read: ScopedRead,
  ask: Ask,
  { kpi, term, state, scale, to: until }: KpiRequest,
  context: KpiContext,
  cells: readonly { name: string; place: CellPlace }[],
): Promise<Map<string, ResultCell>> {
  const nowhere = { ...context, orgUnits: null, course: null, section: null, program: null };
  const figures = new Map<string, ResultCell>();
  for (const some of Map.groupBy(cells, ({ place: { level, days } }) => JSON.stringify([level, days])).values()) {
    const [first] = some;
    if (first === undefined) continue;
    const { level, days } = first.place;
    const to = days.to ?? (kpi === "engagement-rate" ? until : undefined);
    const base: KpiRequest = {
      kpi,
      ...(term === undefined ? {} : { term }),
      ...(state === undefined ? {} : { state }),
      ...(scale === undefined ? {} : { scale }),
      ...(days.from === null ? {} : { from: days.from }),
      ...(to === undefined ? {} : { to }),
    };
    if (level === "subtree") {
      for (const { name, place } of some) {
        const orgUnits = await subtreeOf(read, place.node ?? "");
        figures.set(name, (await ask({ ...base, orgUnit: place.node ?? "" }, { ...nowhere, orgUnits })).total);
      }
      continue;
    }
    const { total, groups } = await ask({ ...base, ...(level === "whole" ? {} : { groupBy: [groupingOf[level]] }) }, nowhere);
    for (const { name, place } of some) {
      const found = level === "whole" ? total : groups.find(({ keys }) => (keys[0] ?? null) === place.node);
      figures.set(name, found ?? nothing);
    }
  }
  return figures;
}

/** A place of which nothing is counted any more. */
const nothing: ResultCell = { keys: [], labels: [], value: null, n: { students: 0, exact: true }, measures: {} };

async function subtreeOf(read: ScopedRead, unit: string): Promise<number[]> {
  const rows = await read.query<{ keys: number[] }>(
    "SELECT warehouse.org_unit_subtree(ARRAY[org_unit_key]) AS keys FROM warehouse.dim_org_unit WHERE id = $1",
    [unit],
  );
  return rows.rows[0]?.keys ?? [];
}
