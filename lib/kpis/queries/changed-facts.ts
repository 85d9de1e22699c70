import { inThePast } from "@/lib/access/as-of";
import { sectionInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { dropoutWindow } from "../dropout-window";
import type { KpiId } from "../question";
import { datedTerm, type KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { rangeOf } from "./attendance";
import { numberOf } from "./result";
import { conditions, Parameters, type Relation, scopeLevelOf } from "./statement";

/**
 * Facts that a figure gained, lost or counts otherwise since a moment. `late`: for days before it; `recorded`: for
 * later ones; `corrected`: with other content; `takenBack`: counted then, and here no more.
 */
export type ChangedFacts = { late: number; recorded: number; corrected: number; takenBack: number };
export type ChangedSection = ChangedFacts & { section: string; title: string | null };
/** `students`: how many distinct ones the facts of each kind and of all are about; null where they are about none. */
export type FactChanges = { facts: ChangedFacts; students: (ChangedFacts & { all: number }) | null; sections: ChangedSection[] };

type Side = "now" | "before";
/** The changed facts of a kind as they are or were. Columns: keys, content, the places of a relation, `day`, `student`. */
type Kind = { facts: (side: Side) => string; keys: readonly string[]; content: readonly string[]; hasProgram: boolean; student: boolean };

const held = (column: string) => `(${column} <= (SELECT past.last_batch()) AND ${column} <> ALL ((SELECT past.open_batches())::bigint[]))`;
const changedSince: Readonly<Record<Side, string>> = {
  now: `NOT ${held("f.changed_in")}`,
  before: `${held("f.changed_in")} AND NOT ${held("f.ended_in")}`,
};
const schemaOf: Readonly<Record<Side, string>> = { now: "warehouse", before: "history" };

const kindOf = (table: string, keys: readonly string[], content: readonly string[], day: string, where = "true"): Kind => ({
  facts: (side) => `(SELECT f.*, ${day} AS day FROM ${schemaOf[side]}.${table} f WHERE ${changedSince[side]} AND ${where})`,
  keys,
  content,
  hasProgram: true,
  student: true,
});

/**
 * The feed knows which sections changed: an index leads from them to their meetings and rolls, so that not all are read. It
 * tells advisors of none, whose students' rolls are few.
 */
const attendanceOf = (advised: boolean): Kind => ({
  ...kindOf("fact_attendance", ["meeting_key", "student"], ["status", "held_on"], "f.held_on"),
  facts: (side) => `(SELECT f.*, f.held_on AS day FROM ${schemaOf[side]}.fact_attendance f WHERE ${changedSince[side]} AND f.counted
    ${
      side === "before" || advised
        ? ""
        : `AND f.meeting_key IN (SELECT meeting_key FROM warehouse.dim_meeting WHERE section_key = ANY(ARRAY(
      SELECT DISTINCT section_key FROM warehouse.feed WHERE position > (SELECT past.position()) AND family = 'attendance')))`
    })`,
});
const changedMeetings = `SELECT c.meeting_key FROM warehouse.dim_meeting c WHERE NOT ${held("c.changed_in")} OR NOT ${held("c.rolled_in")}`;
const meetings = (advised: boolean): Kind => ({
  facts: (
    side,
  ) => `(SELECT f.meeting_key, f.section_key, s.term_key, s.org_unit_key, f.held_on AS day, ${side === "now" ? "f.rolls > 0" : "f.recorded IS TRUE"} AS recorded
    FROM ${side === "now" ? "warehouse.dim_meeting" : "past.meeting_state"} f JOIN ${side === "now" ? "warehouse" : "past"}.dim_section s ON s.section_key = f.section_key
    WHERE f.status = 'held' AND f.held_on IS NOT NULL AND f.meeting_key IN (${changedMeetings}) ${advised ? `AND ${sectionInScope("f.section_key")}` : ""})`,
  keys: ["meeting_key"],
  content: ["day", "recorded"],
  hasProgram: false,
  student: false,
});
const enrolments = kindOf("fact_enrollment", ["section_key", "student"], ["status", "effective_on", "low_state"], "f.effective_on");
const activity: Kind = {
  ...kindOf("fact_activity", ["student", "section_key", "day", "kind"], ["observations"], "f.day"),
  facts: (side) => `(SELECT f.*, s.term_key, s.org_unit_key FROM ${schemaOf[side]}.fact_activity f
    JOIN ${side === "now" ? "warehouse" : "past"}.dim_section s ON s.section_key = f.section_key WHERE ${changedSince[side]})`,
  hasProgram: false,
};
const grades = kindOf("fact_grade", ["section_key", "student"], ["scale", "letter", "grade_point_credits", "graded_credits"], "NULL::date");
const registrations = (side: Side) => `(SELECT f.*, f.effective_on AS day, 0 AS section_key
  FROM ${schemaOf[side]}.fact_registration f WHERE ${changedSince[side]})`;

function kindsOf(kpi: KpiId, read: ScopedRead): readonly Kind[] {
  switch (kpi) {
    case "attendance-rate":
      return [attendanceOf(scopeLevelOf(read.scope) === "students")];
    case "attendance-coverage":
      return [meetings(scopeLevelOf(read.scope) === "students")];
    case "grade-distribution":
    case "mean-grade-points":
      return [grades];
    case "dfw-rate":
    case "course-withdrawal-rate":
      return [enrolments];
    case "engagement-rate":
      return [enrolments, activity];
    case "dropout-rate":
      return [];
  }
}

/** Sections are listed up to so many, those with the most changes first. */
const mostSections = 20;

/** What the request's facts were and are: each under its own context. `since` is the local day of the moment. */
export type Compared = { request: KpiRequest; before: KpiContext | null; now: KpiContext; since: string };

/** `read` is of the present, in a transaction that also has the position of then (withComparedReads). */
export async function countChangedFacts(read: ScopedRead, compared: Compared): Promise<FactChanges> {
  const { request, now } = compared;
  // What has no program of its own says nothing of one, and neither of a year of study.
  const ofAll = now.program === null && request.yearOfStudy === undefined;
  const bySection = kindsOf(request.kpi, read).filter(({ hasProgram }) => hasProgram || ofAll);
  const kinds = request.kpi === "dropout-rate" ? [registered(read, compared)] : bySection.map(ofSections(read, compared));
  const results: FactChanges[] = [];
  for (const kind of kinds) results.push(await countKind(read, kind, compared));
  return results.reduce(together);
}

type Prepared = { kind: Omit<Kind, "facts" | "hasProgram">; rows: (side: Side, context: KpiContext, parameters: Parameters) => string };

const ofSections =
  (read: ScopedRead, { request, now }: Compared) =>
  (kind: Kind): Prepared => ({
    kind,
    rows(side, context, parameters) {
      const relation: Relation = { sql: kind.facts(side), level: "section", hasUnit: true, hasProgram: kind.hasProgram, dateColumn: "day" };
      const { program: _, ...asked } = request;
      const range = request.kpi === "attendance-rate" || request.kpi === "attendance-coverage" ? rangeOf(request) : undefined;
      // Advised sections are chosen by the meetings themselves, which have no student to compare.
      const scope = !kind.student && scopeLevelOf(read.scope) === "students" ? ({ kind: "institution" } as const) : read.scope;
      const place = kind.hasProgram ? context : { ...context, program: null };
      const where = conditions(relation, kind.hasProgram ? request : asked, place, scope, parameters, range);
      if (kind === activity) where.push(inSevenDays(request, now, parameters));
      if (kind === grades) where.push(`f.state = ${parameters.add(request.state ?? "final")}`);
      if (kind === grades && request.scale !== undefined) where.push(`f.scale = ${parameters.add(request.scale)}`);
      return rowsOf(side, relation.sql, where);
    },
  });

/** Places are resolved as of the side's own time; which facts changed is told by the tables themselves. */
const rowsOf = (side: Side, facts: string, where: readonly string[]) => {
  const conditions = where.join(" AND ");
  return `SELECT f.* FROM ${facts} f WHERE ${side === "now" ? conditions : inThePast(conditions)}`;
};

/** The days that engagement looks at (queries/engagement.ts). */
function inSevenDays(request: KpiRequest, { term, today }: KpiContext, parameters: Parameters): string {
  const lastDay = term === null || term.endsOn === null || today < term.endsOn ? today : term.endsOn;
  const day = `${parameters.add(request.to ?? lastDay)}::date`;
  return `f.day BETWEEN ${day} - 6 AND ${day}`;
}

/**
 * Registrations hang on programs, and under a course or section on who is enrolled there. Row-level security lets a
 * unit see all of whoever was ever in its programs, of which its figure has those in its programs alone.
 */
const registered = (read: ScopedRead, { request }: Compared): Prepared => ({
  kind: { keys: ["student", "term_key", "effective_on"], content: ["status", "program_key"], student: true },
  rows(side, context, parameters) {
    const term = datedTerm(context.term);
    const where = ["false"];
    if (term !== null) {
      const window = dropoutWindow(term, context.policy);
      where[0] = `f.term_key IN (SELECT term_key FROM warehouse.dim_term
        WHERE starts_on BETWEEN ${parameters.add(window.from)}::date AND ${parameters.add(window.to)}::date)`;
    }
    const programs = (units: string) =>
      `f.program_key IN (SELECT program_key FROM warehouse.dim_program WHERE org_unit_key = ANY(${units}))`;
    if (context.orgUnits !== null) where.push(programs(`${parameters.add(context.orgUnits)}::int[]`));
    if (context.program !== null) where.push(`f.program_key = ${parameters.add(context.program)}::int`);
    const enrolledIn = (place: string) => `f.student IN (SELECT e.student FROM warehouse.fact_enrollment e WHERE ${place})`;
    if (context.section !== null) where.push(enrolledIn(`e.section_key = ${parameters.add(context.section)}::int`));
    if (context.course !== null) {
      const course = `${parameters.add(context.course)}::int`;
      where.push(enrolledIn(`e.section_key IN (SELECT section_key FROM warehouse.dim_section WHERE course_key = ${course})`));
    }
    if (scopeLevelOf(read.scope) === "units") where.push("f.program_key = ANY((SELECT warehouse.scope_programs())::int[])");
    if (request.yearOfStudy !== undefined) where.push(`f.year_of_study = ${parameters.add(request.yearOfStudy)}::smallint`);
    if (request.to !== undefined) where.push(`f.effective_on <= ${parameters.add(request.to)}::date`);
    return rowsOf(side, registrations(side), where);
  },
});

const names = ["late", "recorded", "corrected", "takenBack"] as const;
type CountRow = { total: number; section: string | null; title: string | null; all: string } & Record<
  `${(typeof names)[number]}${"Facts" | "Students"}`,
  string
>;

async function countKind(read: ScopedRead, { kind, rows }: Prepared, compared: Compared): Promise<FactChanges> {
  const parameters = new Parameters();
  const now = rows("now", compared.now, parameters);
  const nothing = `${now} AND false`;
  const earlier = compared.before === null ? nothing : rows("before", compared.before, parameters);
  const since = `${parameters.add(compared.since)}::date`;
  const [first = ""] = kind.keys;
  const content = (alias: string) => kind.content.map((column) => `${alias}.${column}`).join(", ");
  const student = kind.student ? "coalesce(n.student, t.student)" : "NULL::uuid";
  const counts = names.flatMap((name) => [
    `count(*) FILTER (WHERE kind = '${name}') AS "${name}Facts"`,
    `count(DISTINCT student) FILTER (WHERE kind = '${name}') AS "${name}Students"`,
  ]);
  const found = await read.query<CountRow>(
    `WITH present AS (${now}), earlier AS (${earlier}),
     change AS (
       SELECT coalesce(n.section_key, t.section_key) AS section_key, ${student} AS student,
         CASE WHEN t.${first} IS NULL THEN CASE WHEN n.day < ${since} THEN 'late' ELSE 'recorded' END
           WHEN n.${first} IS NULL THEN 'takenBack' ELSE 'corrected' END AS kind
       FROM present n FULL JOIN earlier t ON ${kind.keys.map((key) => `n.${key} = t.${key}`).join(" AND ")}
       WHERE n.${first} IS NULL OR t.${first} IS NULL OR (${content("n")}) IS DISTINCT FROM (${content("t")})),
     counted AS (
       SELECT GROUPING(section_key) AS total, section_key, count(DISTINCT student) AS "all", count(*) AS changes, ${counts.join(", ")}
       FROM change GROUP BY GROUPING SETS ((section_key), ()))
     SELECT counted.*, section.id AS section, course.title FROM counted
     LEFT JOIN warehouse.dim_section section USING (section_key) LEFT JOIN warehouse.dim_course course USING (course_key)
     WHERE total = 1 OR section.id IS NOT NULL ORDER BY total DESC, changes DESC, section LIMIT ${mostSections + 1}`,
    parameters.values,
  );
  const of = (row: CountRow | undefined, what: "Facts" | "Students"): ChangedFacts => ({
    late: numberOf(row?.[`late${what}`]),
    recorded: numberOf(row?.[`recorded${what}`]),
    corrected: numberOf(row?.[`corrected${what}`]),
    takenBack: numberOf(row?.[`takenBack${what}`]),
  });
  const [total, ...sections] = found.rows;
  return {
    facts: of(total, "Facts"),
    students: kind.student ? { ...of(total, "Students"), all: numberOf(total?.all) } : null,
    sections: sections.flatMap((row) => (row.section === null ? [] : [{ section: row.section, title: row.title, ...of(row, "Facts") }])),
  };
}

const sum = (one: ChangedFacts, other: ChangedFacts): ChangedFacts => ({
  late: one.late + other.late,
  recorded: one.recorded + other.recorded,
  corrected: one.corrected + other.corrected,
  takenBack: one.takenBack + other.takenBack,
});
const sizeOf = (facts: ChangedFacts) => names.reduce((size, name) => size + facts[name], 0);

/** Two kinds of facts of one figure. Students of both are at least those of the larger, which is what hiding goes by. */
function together(one: FactChanges, other: FactChanges): FactChanges {
  const sections = new Map(one.sections.map((section) => [section.section, section]));
  for (const section of other.sections) {
    const known = sections.get(section.section);
    sections.set(section.section, known === undefined ? section : { ...known, ...sum(known, section) });
  }
  const greatest = (name: (typeof names)[number] | "all") => Math.max(one.students?.[name] ?? 0, other.students?.[name] ?? 0);
  return {
    facts: sum(one.facts, other.facts),
    students: {
      late: greatest("late"),
      recorded: greatest("recorded"),
      corrected: greatest("corrected"),
      takenBack: greatest("takenBack"),
      all: greatest("all"),
    },
    sections: [...sections.values()].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, mostSections),
  };
}
