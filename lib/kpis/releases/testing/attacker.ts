import type { KpiAnswer, KpiGroup } from "../../answer";
import { parseKpiRequest } from "../../answer-request";
import type { KpiId } from "../../question";
import type { KpiRequest } from "../../request";
import { mondayOf, sundayOf } from "../days";
import { levelOfGroups, type Place, wholePlace } from "../place";
import { type AttackedCampus, type Enrolment, letters, oddCredits, type Section, weeks } from "./attacked-campus";
import type { Sum } from "./row-space";

/** A place and the days that are asked about, null where there is no limit; of a distribution one letter where it is by letter. */
export type CellPlace = Place & { days: { from: string | null; to: string | null }; letter?: string };

/** A leaf as it was in a round, over the term or in one of its weeks. */
export type Seen = { leaf: string; week: number | null; round: number };

/** A figure that was given, and what it is the sum of. `counts` by the name of the measure. */
export type Given = { kpi: KpiId; place: CellPlace; of: readonly Seen[]; counts: ReadonlyMap<string, number> };

/** All that the campus can be asked by one reader: every figure, breakdown and filter, and ranges of weeks. */
export function everyQuestion(campus: AttackedCampus): string[] {
  const wide = ["", "orgUnit=root", `orgUnit=${campus.college.id}`, ...campus.units.map((unit) => `orgUnit=${unit}`)];
  const courses = campus.courses.map((course) => `course=${course}`);
  const sections = campus.sections.map(({ id }) => `section=${id}`);
  const breakdowns = ["", "groupBy=org_unit", "groupBy=course", "groupBy=section"];
  const programs = campus.programs.map(({ program }) => `program=${program}`);
  const ranges = weeks.flatMap((from, first) => weeks.slice(first).map((last) => `from=${from}&to=${addDays(last, 6)}`));
  const cross = (kpi: string, ...parts: readonly (readonly string[])[]) =>
    parts
      .reduce<string[]>((all, part) => all.flatMap((one) => part.map((two) => [one, two].filter((text) => text !== "").join("&"))), [""])
      .map((query) => (query === "" ? kpi : `${kpi}?${query}`));
  const byPlace = (kpi: string, ...more: string[]) => [
    ...cross(kpi, wide, [...breakdowns, ...more]),
    ...cross(kpi, courses, ["", "groupBy=section", ...more]),
    ...cross(kpi, sections, ["", ...more]),
  ];
  return [
    ...byPlace("attendance-rate", "groupBy=week"),
    ...cross("attendance-rate", ranges, ["", "groupBy=org_unit", "groupBy=section", ...sections]),
    ...cross(
      "attendance-rate",
      ["from=1990-01-01&to=2026-03-15", "from=2026-03-09", "to=2026-03-15"],
      ["", "groupBy=course", "groupBy=week"],
    ),
    ...byPlace("course-withdrawal-rate"),
    ...byPlace("dfw-rate"),
    ...byPlace("grade-distribution", "groupBy=letter"),
    ...byPlace("mean-grade-points"),
    ...byPlace("engagement-rate"),
    ...cross("dropout-rate", wide, ["", "groupBy=org_unit", "groupBy=program"]),
    ...cross("dropout-rate", programs),
    // What is not released is asked for all the same.
    ...["attendance-rate", "dfw-rate", "grade-distribution", "mean-grade-points"].flatMap((kpi) => [
      ...cross(kpi, programs, ["", "groupBy=org_unit"]),
      ...cross(kpi, wide.slice(0, 3), ["groupBy=program"]),
    ]),
    ...cross("dropout-rate", wide.slice(0, 3), programs),
    ...["2026-03-15", "2026-04-05", "2026-04-12"].flatMap((day) => [`dropout-rate?to=${day}`, `course-withdrawal-rate?to=${day}`]),
    ...["dropout-rate?groupBy=week", "course-withdrawal-rate?groupBy=week", "dropout-rate?section=c1-1", "attendance-rate?yearOfStudy=1"],
  ];
}

const addDays = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** As of which rounds the figures of a cell are. */
export type Dating = (place: CellPlace, cell: Cell) => readonly Seen[];

/** What an answer gives; cells that are hidden give nothing. */
export function readAnswer(address: string, answer: KpiAnswer, dated: Dating): Given[] {
  const [kpi = "", query = ""] = address.split("?");
  const request = parseKpiRequest(kpi, new URLSearchParams(query));
  const whole: CellPlace = { ...wholePlace(request), days: daysOf(request) };
  const cells: [CellPlace, Cell][] = [
    [whole, answer],
    ...(answer.groups ?? []).map((group): [CellPlace, Cell] => [groupPlace(request, whole, group.key ?? null), group]),
  ];
  return cells.flatMap(([place, cell]) => {
    // Of places that have nothing in common nothing is told, and of nobody nothing either.
    if (cell.suppressed || cell.measures === undefined || (cell.n === 0 && cell.value === null)) return [];
    return [{ kpi: request.kpi, place, of: dated(place, cell), counts: countsOf(cell) }];
  });
}

function groupPlace(request: KpiRequest, whole: CellPlace, key: string | null): CellPlace {
  const [grouping] = request.groupBy ?? [];
  if (grouping === "letter") return { ...whole, letter: key ?? "" };
  if (grouping === "week") return { ...whole, days: { from: mondayOf(key ?? ""), to: sundayOf(mondayOf(key ?? "")) } };
  const level = levelOfGroups(request);
  return level === null ? whole : { ...whole, level, node: key };
}

function daysOf({ kpi, from, to }: KpiRequest): CellPlace["days"] {
  return kpi === "attendance-rate" ? { from: from ?? null, to: to ?? null } : { from: null, to: null };
}

export type Cell = Pick<KpiGroup, "suppressed" | "measures" | "value" | "n">;

export function countsOf({ measures }: Pick<Cell, "measures">): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [name, value] of Object.entries(measures ?? {})) {
    if (typeof value === "number") counts.set(name, value);
    else for (const [letter, count] of Object.entries(value)) if (typeof count === "number") counts.set(letter, count);
  }
  return counts;
}

/** The sections, or programs, that a place is made of. */
export function leavesOf(place: CellPlace, campus: AttackedCampus, programs: boolean): string[] {
  const leaves = programs
    ? campus.programs.map(({ program, unit }) => ({ section: program, course: "", unit, program }))
    : campus.sections.map(({ id, course, unit }) => ({ section: id, course, unit, program: "" }));
  const inside = leaves.filter((leaf) => {
    switch (place.level) {
      case "whole":
        return true;
      case "subtree":
        return (
          place.node === "root" || (place.node === campus.college.id ? campus.college.units.includes(leaf.unit) : leaf.unit === place.node)
        );
      default:
        return leaf[place.level] === place.node;
    }
  });
  return inside.map(({ section }) => section);
}

/** Weeks of a place, as indexes. */
export const weeksOf = ({ days }: CellPlace): number[] =>
  weeks.flatMap((week, index) => ((days.from === null || week >= days.from) && (days.to === null || week <= days.to) ? [index] : []));

export const enrolmentParts: Readonly<Record<string, readonly Enrolment[]>> = {
  registered: ["kept", "low", "early", "late"],
  withdrawn: ["early", "late"],
  censusEnrolments: ["kept", "low", "late"],
  dfw: ["low", "late"],
  early: ["early"],
  late: ["late"],
  low: ["low"],
};

/** What somebody in a section can be: how they are enrolled, and which grade they hold for how many credits. */
export type Standing = { enrolment: Enrolment; letter: string | null; credits: number };

function standingsOf({ credits: usual }: Section): Standing[] {
  const worth = [...new Set([usual, oddCredits])];
  const grades = letters.flatMap((letter) => worth.map((credits) => ({ letter, credits })));
  const enrolments = ["kept", "low", "early", "late"] as const;
  return enrolments
    .flatMap((enrolment) => [{ letter: null, credits: 0 }, ...grades].map((grade) => ({ enrolment, ...grade })))
    .filter(isPossible);
}

/** Low is whoever holds a low letter and has not left. */
const isPossible = ({ enrolment, letter }: Standing) => (enrolment === "low" ? letter === "F" : enrolment !== "kept" || letter !== "F");

/** A sum over the students of sections, each weighed by what they are: one unknown for each section, standing and round. */
export function standingSum(sections: readonly Section[], round: number, weigh: (one: Standing) => number, sign = 1): Map<string, number> {
  return new Map(
    sections.flatMap((section) =>
      standingsOf(section).flatMap((one): [string, number][] => {
        const weight = weigh(one);
        return weight === 0 ? [] : [[`${round} ${section.id} ${one.enrolment} ${one.letter} ${one.credits}`, sign * weight]];
      }),
    ),
  );
}

/** A sum over unknowns, one for each leaf, part and round. */
export function sumOf(leaves: readonly string[], parts: readonly (string | number)[], round: number, sign = 1): Map<string, number> {
  return new Map(leaves.flatMap((leaf) => parts.map((part) => [`${round} ${leaf} ${part}`, sign] as const)));
}

export const plus = (...sums: readonly Sum[]): Map<string, number> => {
  const total = new Map<string, number>();
  for (const sum of sums) for (const [name, value] of sum) total.set(name, (total.get(name) ?? 0) + value);
  return total;
};
