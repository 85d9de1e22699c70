import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { KpiRequest } from "../request";

/** How a cell lies in the tree of places, coarse to fine; programs are the leaves of registrations. */
export const levels = ["whole", "subtree", "unit", "course", "section", "program"] as const;
export type Level = (typeof levels)[number];

/** Days that a cell is limited to, those of one week, both inclusive; null where it is of the whole term. */
export type Days = { from: string | null; to: string | null };

/** A range has no cell: it is summed of its weeks; and of other KPIs a day says up to when is counted. */
export const wholeTerm: Days = { from: null, to: null };

/** One cell of an answer: a place and a time. `node` is the place's id, null for what belongs to none. */
export type CellPlace = { level: Level; node: string | null; days: Days; letter?: string };

/** One spelling of a cell, by which its releases are found. */
export const cellName = ({ level, node, days, letter }: CellPlace): string =>
  JSON.stringify([level, node, days.from, days.to, ...(letter === undefined ? [] : [letter])]);

/** A place, whichever time. */
export type Place = Pick<CellPlace, "level" | "node">;

/** One spelling of it. */
export const placeName = ({ level, node }: Place): string => JSON.stringify([level, node]);
const placeSchema = z.tuple([z.enum(levels), z.string().nullable()]);

export function readPlaceName(name: string): Place {
  const [level, node] = placeSchema.parse(JSON.parse(name));
  return { level, node };
}

/** The place of an answer's whole: the narrowest of its filters. */
export function wholePlace(request: KpiRequest): CellPlace {
  const days = wholeTerm;
  if (request.section !== undefined) return { level: "section", node: request.section, days };
  if (request.course !== undefined) return { level: "course", node: request.course, days };
  if (request.program !== undefined) return { level: "program", node: request.program, days };
  if (request.orgUnit !== undefined) return { level: "subtree", node: request.orgUnit, days };
  return { level: "whole", node: null, days };
}

/** The place of a group of the answer, by its key. */
export function groupPlace(request: KpiRequest, whole: CellPlace, key: string | null): CellPlace {
  switch (request.groupBy?.[0]) {
    case "org_unit":
      return { level: "unit", node: key, days: whole.days };
    case "course":
      return { level: "course", node: key, days: whole.days };
    case "section":
      return { level: "section", node: key, days: whole.days };
    case "program":
      return { level: "program", node: key, days: whole.days };
    case "week":
      return { ...whole, days: weekOf(key ?? "") };
    case "letter":
      return { ...whole, letter: key ?? "" };
    default:
      return whole;
  }
}

/** First and last day of an ISO week as answers name it: `2026-W11`. */
export function weekOf(week: string): { from: string; to: string } {
  const [year = "0", number = "1"] = week.split("-W");
  const fourth = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 });
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: Number(number) - 1 });
  return { from: monday.toString(), to: monday.add({ days: 6 }).toString() };
}

/** The ISO week of a day. */
export function nameOfWeek(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, "0")}`;
}
