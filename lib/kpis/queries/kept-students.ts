import type { Scope } from "@/lib/access/scope";
import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiContext } from "../read-context";
import type { Grouping, KpiRequest } from "../request";
import { type Parameters, scopeLevelOf } from "./statement";

/** What a student holds, as warehouse.cell_students tells it apart. */
export type Holding = { family: "attendance" | "enrollment" | "grade"; detail: string };

/**
 * Counts of distinct students that are kept (warehouse.cell_students), joined to the rows of
 * `labelled` as `kept`, where the question is about one member or about a dimension's members as such. What is
 * not kept must be counted; of the past nothing is.
 */
export type Kept = { total: boolean; groups: boolean; join: string };

type Member = { kind: string; key: number };

export function keptStudents(
  request: KpiRequest,
  context: KpiContext,
  { scope, asOf }: Pick<ScopedRead, "scope" | "asOf">,
  holding: Holding,
  parameters: Parameters,
  groupings: readonly Grouping[] = request.groupBy ?? [],
): Kept {
  const whole = wholeOf(context, scope);
  const kind = groupKind(groupings, context, scope);
  const letters = groupings.length === 1 && groupings[0] === "letter" && whole !== null;
  const none: Kept = { total: false, groups: false, join: "" };
  if (asOf !== undefined || context.term === null || (whole === null && kind === null)) return none;
  const member = whole ?? { kind: "none", key: 0 };
  const detail = parameters.add(holding.detail);
  const letterDetail = letters
    ? `CASE WHEN r.total = 1 THEN ${detail} ELSE ${parameters.add(lettersOf(holding.detail))} || r.g1 END`
    : detail;
  const onlyTotal = groupings.length > 0 && kind === null && !letters ? "AND r.total = 1" : "";
  const total = { kind: parameters.add(member.kind), key: `${parameters.add(member.key)}::int` };
  const place =
    kind === null
      ? `kept.kind = ${total.kind} AND kept.member_key = ${total.key}`
      : `kept.kind = CASE WHEN r.total = 1 THEN ${total.kind} ELSE ${parameters.add(kind)} END
        AND kept.member_key = CASE WHEN r.total = 1 THEN ${total.key} ELSE r.g1 END`;
  return {
    total: whole !== null,
    groups: kind !== null || letters,
    join: `LEFT JOIN warehouse.cell_students kept ON kept.term_key = ${parameters.add(context.term.termKey)}::int
      AND kept.family = ${parameters.add(holding.family)} AND kept.detail = ${letterDetail} AND ${place} ${onlyTotal}`,
  };
}

/** `state/scale/any` counts whoever has a grade; `state/scale/=A0` whoever holds that letter. */
const lettersOf = (detail: string) => `${detail.slice(0, detail.lastIndexOf("/"))}/=`;

/** The member that the whole question is about; null where it is about a part of several. */
function wholeOf(context: KpiContext, scope: Scope): Member | null {
  const { section, course, program, orgUnits } = context;
  const filters = [section, course, program, orgUnits].filter((filter) => filter !== null).length;
  const level = scopeLevelOf(scope);
  if (filters === 0) return level === "everything" ? { kind: "all", key: 0 } : null;
  if (filters > 1 || (level !== "everything" && level !== "units")) return null;
  // Filters were found in scope: under units a section, course or unit of it belongs to it as a whole.
  if (section !== null) return { kind: "section", key: section };
  if (course !== null) return { kind: "course", key: course };
  const [unit, ...others] = orgUnits ?? [];
  if (unit !== undefined && others.length === 0) return { kind: "org_unit", key: unit };
  return program !== null && level === "everything" ? { kind: "program", key: program } : null;
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
