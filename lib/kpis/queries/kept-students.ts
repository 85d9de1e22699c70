import { type Scope, scopeSetting } from "@/lib/access/scope";
import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Grouping } from "../question";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { type Parameters, scopeLevelOf } from "./statement";

/** What a student holds, as warehouse.cell_students tells it apart. */
export type Holding = { family: "attendance" | "grade"; detail: string };

/** Whoever has an enrolment that was not withdrawn before a day, as SQL (warehouse.cell_student_days). */
export type RegisteredSince = { since: (parameters: Parameters) => string };

/**
 * Counts of distinct students that are kept, joined to the rows of `labelled` as `kept`, where the question is about one
 * member or about a dimension's members as such. What is not kept must be counted; of the past nothing is.
 */
export type Kept = { total: boolean; groups: boolean; join: string };

/** A member of a dimension as the counts name it; `key` is SQL. */
export type Member = { kind: string; key: (parameters: Parameters) => string };

export function keptStudents(
  request: KpiRequest,
  context: KpiContext,
  read: Pick<ScopedRead, "scope" | "asOf">,
  holding: Holding | RegisteredSince,
  parameters: Parameters,
): Kept {
  const { whole, group } = keptMembers(request, context, read);
  const groupings = request.groupBy ?? [];
  const letters = "detail" in holding && groupings.length === 1 && groupings[0] === "letter" && whole !== null;
  if (context.term === null || (whole === null && group === null)) return { total: false, groups: false, join: "" };
  const onlyTotal = groupings.length > 0 && group === null && !letters ? "AND r.total = 1" : "";
  const total = { kind: parameters.add(whole?.kind ?? "none"), key: whole?.key(parameters) ?? "NULL::int" };
  const place =
    group === null
      ? `kept.kind = ${total.kind} AND kept.member_key = ${total.key}`
      : `kept.kind = CASE WHEN r.total = 1 THEN ${total.kind} ELSE ${parameters.add(group)} END
        AND kept.member_key = CASE WHEN r.total = 1 THEN ${total.key} ELSE r.g1 END AND kept.kind IN (${total.kind}, '${group}')`;
  const term = `${parameters.add(context.term.termKey)}::int`;
  return {
    total: whole !== null,
    groups: group !== null || letters,
    join: `LEFT JOIN ${countsOf(holding, term, letters, parameters)} AND ${place} ${onlyTotal}`,
  };
}

function countsOf(holding: Holding | RegisteredSince, term: string, letters: boolean, parameters: Parameters): string {
  if ("since" in holding) {
    return `(SELECT kind, member_key, sum(students)::int AS students FROM warehouse.cell_student_days
      WHERE term_key = ${term} AND what = 'registered' AND day >= ${holding.since(parameters)} GROUP BY kind, member_key) kept ON true`;
  }
  const detail = parameters.add(holding.detail);
  const asked = letters ? `CASE WHEN r.total = 1 THEN ${detail} ELSE ${parameters.add(lettersOf(holding.detail))} || r.g1 END` : detail;
  return `warehouse.cell_students kept ON kept.term_key = ${term} AND kept.family = ${parameters.add(holding.family)} AND kept.detail = ${asked}`;
}

/** `state/scale/any` counts whoever has a grade; `state/scale/=A0` whoever holds that letter. */
const lettersOf = (detail: string) => `${detail.slice(0, detail.lastIndexOf("/"))}/=`;

/** The member that the whole question is about, and the kind of member that its groups are; null where that is not kept. */
export function keptMembers(
  request: KpiRequest,
  context: KpiContext,
  { scope, asOf }: Pick<ScopedRead, "scope" | "asOf">,
): { whole: Member | null; group: Grouping | null } {
  // The counts do not tell years of study apart, and are those of the present.
  if (request.yearOfStudy !== undefined || asOf !== undefined) return { whole: null, group: null };
  return { whole: wholeOf(request, context, scope), group: groupKind(request.groupBy ?? [], context, scope) };
}

/** Null where it is about a part of several. */
function wholeOf(request: KpiRequest, context: KpiContext, scope: Scope): Member | null {
  const { section, course, program, orgUnits } = context;
  const filters = [section, course, program, orgUnits].filter((filter) => filter !== null).length;
  const level = scopeLevelOf(scope);
  if (filters === 0 && level === "everything") return { kind: "all", key: () => "0" };
  if (filters > 1 || (level !== "everything" && level !== "units")) return null;
  // Filters were found in scope: under units a section, course or unit of it belongs to it as a whole.
  if (section !== null) return { kind: "section", key: (parameters) => `${parameters.add(section)}::int` };
  if (course !== null) return { kind: "course", key: (parameters) => `${parameters.add(course)}::int` };
  if (program !== null) return level === "everything" ? { kind: "program", key: (parameters) => `${parameters.add(program)}::int` } : null;
  return orgUnits === null ? scopeUnit(scope) : subtree(request.orgUnit);
}

/** A scope of one unit is that unit's subtree. */
function scopeUnit(scope: Scope): Member | null {
  const setting = scopeSetting(scope);
  const [unit, ...others] = "everything" in setting ? [] : setting.orgUnits;
  return others.length === 0 ? subtree(unit) : null;
}

function subtree(unit: string | undefined): Member | null {
  if (unit === undefined) return null;
  return {
    kind: "subtree",
    key: (parameters) => `(SELECT org_unit_key FROM warehouse.dim_org_unit WHERE id = ${parameters.add(unit)})`,
  };
}

/** Members whose counts stand by themselves under these filters: a section lies in one course, a course in one unit. */
function groupKind(groupings: readonly Grouping[], context: KpiContext, scope: Scope): Grouping | null {
  const [grouping, ...others] = groupings;
  const level = scopeLevelOf(scope);
  if (grouping === undefined || others.length > 0 || context.program !== null) return null;
  if (level !== "everything" && level !== "units") return null;
  const { section, course, orgUnits } = context;
  switch (grouping) {
    case "section":
      return "section";
    case "course":
      return section === null ? "course" : null;
    case "org_unit":
      return section === null && course === null ? "org_unit" : null;
    case "program":
      return section === null && course === null && orgUnits === null && level === "everything" ? "program" : null;
    default:
      return null;
  }
}
