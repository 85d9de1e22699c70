import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Ask } from "../compute-kpi";
import type { ResultCell } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { type CellPlace, nameOfWeek } from "./cell";

const groupingOf = { unit: "org_unit", course: "course", section: "section", program: "program" } as const;

/** The exact figures of places, by the names of their cells: one question for all of a level, and one for all weeks of it. */
export async function figuresOfPlaces(
  read: ScopedRead,
  ask: Ask,
  { kpi, term, state, scale, to: until }: KpiRequest,
  context: KpiContext,
  cells: readonly { name: string; place: CellPlace }[],
): Promise<Map<string, ResultCell>> {
  const nowhere = { ...context, orgUnits: null, course: null, section: null, program: null };
  const base: KpiRequest = {
    kpi,
    ...(term === undefined ? {} : { term }),
    ...(state === undefined ? {} : { state }),
    ...(scale === undefined ? {} : { scale }),
    ...(kpi === "engagement-rate" && until !== undefined ? { to: until } : {}),
  };
  const figures = new Map<string, ResultCell>();
  for (const some of Map.groupBy(cells, askedTogether).values()) {
    const [first] = some;
    if (first === undefined) continue;
    const { level, node, days } = first.place;
    const asked = level === "subtree" ? { ...base, orgUnit: node ?? "" } : base;
    const inside = level === "subtree" ? { ...nowhere, orgUnits: await subtreeOf(read, node ?? "") } : nowhere;
    const groupBy: NonNullable<KpiRequest["groupBy"]> = [
      ...(days.from === null ? [] : ["week" as const]),
      ...(level === "whole" || level === "subtree" ? [] : [groupingOf[level]]),
    ];
    const { total, groups } = await ask({ ...asked, ...(groupBy.length === 0 ? {} : { groupBy }) }, inside);
    const found = new Map(groups.map((group) => [JSON.stringify(group.keys), group]));
    for (const { name, place } of some) {
      const keys = groupBy.map((by) => (by === "week" ? nameOfWeek(place.days.from ?? "") : place.node));
      figures.set(name, groupBy.length === 0 ? total : (found.get(JSON.stringify(keys)) ?? nothing));
    }
  }
  return figures;
}

const askedTogether = ({ place: { level, node, days } }: { place: CellPlace }) =>
  JSON.stringify([level, days.from === null, ...(level === "subtree" ? [node] : [])]);

/** A place of which nothing is counted any more. */
const nothing: ResultCell = { keys: [], labels: [], value: null, n: { students: 0, exact: true }, measures: {} };

async function subtreeOf(read: ScopedRead, unit: string): Promise<number[]> {
  const rows = await read.query<{ keys: number[] }>(
    "SELECT warehouse.org_unit_subtree(ARRAY[org_unit_key]) AS keys FROM warehouse.dim_org_unit WHERE id = $1",
    [unit],
  );
  return rows.rows[0]?.keys ?? [];
}
