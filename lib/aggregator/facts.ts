import type { CampusEventType } from "@/lib/contracts/campus-events";
import type { Dialect } from "./dialect";

/**
 * Facts as data: of which event a row is, what tells it from others, and by which members of dimensions it is resolved to the
 * keys that its cells hang on. Every engine is compiled from this: the batches of the aggregator (apply/facts.ts at arrival,
 * apply/resolve.ts when members moved) and Flink's job (flink/compile-job.ts). `verify` and the oracle of the tests
 * share nothing with it, so that they can find what is wrong here.
 */
export type FactDefinition = {
  name: string;
  event: CampusEventType;
  /** Fields of the event that tell a row, with the type that they have in the fact: of all events for one, the greatest holds. */
  key: Fields;
  /** Columns that the row takes of the event that holds. */
  taken: Fields;
  /** Keys that are looked up at arrival, 0 where there is none: by a member's id in a field of the event. */
  lookUps?: Readonly<Record<string, LookUp>>;
  /** The member that the row hangs on, named as its table without `dim_`; a fact waits for it. */
  anchor: LookUp;
  /** `row`: the alias of what has the columns above. */
  joins: (row: string, sql: Dialect) => string;
  columns: (row: string, sql: Dialect) => Readonly<Record<string, string>>;
  /** Those of the columns that follow from what was taken, too: another event brings others. */
  weighed?: readonly string[];
  /** What is joined at arrival alone, because a later change of it comes in another way (applyLowGrades). */
  beside?: { joins: (row: string, sql: Dialect) => string; columns: Readonly<Record<string, string>> };
};

/** `sealed`: text that is encrypted, which no cell is made of. */
export type FieldType = "text" | "uuid" | "date" | "numeric" | "sealed";
export type Fields = Readonly<Record<string, { field: string; type: FieldType }>>;
export type LookUp = { dimension: "meeting" | "section" | "term" | "assessment" | "program"; field: string };

const text = (field: string) => ({ field, type: "text" }) as const;
const date = (field: string) => ({ field, type: "date" }) as const;
const numeric = (field: string) => ({ field, type: "numeric" }) as const;
const sealed = (field: string) => ({ field, type: "sealed" }) as const;
const student = { field: "student", type: "uuid" } as const;

/** Joins the student's version that holds on a day, as `version`: its program and year of study. */
const programOn = (sql: Dialect, who: string, day: string) => `
  LEFT JOIN ${sql.table("dim_student_version")} version ON version.student = ${who}
    AND version.effective_from <= ${day} AND ${day} < version.effective_to`;

/** A term's census day; what is of a term not yet known counts under the earliest version. */
const census = (sql: Dialect) => `coalesce(term.census_on, term.starts_on, ${sql.never})`;
const heldOn = (sql: Dialect) => `coalesce(meeting.held_on, ${sql.never})`;

const ofVersion = { program_key: "coalesce(version.program_key, 0)", year_of_study: "version.year_of_study" };
const ofSection = { term_key: "section.term_key", org_unit_key: "section.org_unit_key" };
const ofSectionIfAny = { term_key: "coalesce(section.term_key, 0)", org_unit_key: "coalesce(section.org_unit_key, 0)" };

export const attendanceFact: FactDefinition = {
  name: "fact_attendance",
  event: "attendance.recorded",
  key: { meeting: text("meeting"), student },
  taken: { status: text("status") },
  anchor: { dimension: "meeting", field: "meeting" },
  joins: (row, sql) => `
  LEFT JOIN ${sql.table("dim_section")} section ON section.section_key = meeting.section_key
  ${programOn(sql, `${row}.student`, heldOn(sql))}`,
  columns: (_, sql) => ({
    counted: "coalesce(meeting.status = 'held' AND meeting.section_key <> 0 AND meeting.held_on IS NOT NULL, false)",
    section_key: "meeting.section_key",
    ...ofSectionIfAny,
    ...ofVersion,
    held_on: heldOn(sql),
  }),
};

const atCensus = (row: string, sql: Dialect) => `
  LEFT JOIN ${sql.table("dim_term")} term ON term.term_key = section.term_key
  ${programOn(sql, `${row}.student`, census(sql))}`;

export const enrollmentFact: FactDefinition = {
  name: "fact_enrollment",
  event: "enrollment.changed",
  key: { section: text("section"), student },
  taken: { status: text("status"), effective_on: date("effectiveOn"), sealed_reason: sealed("reason") },
  anchor: { dimension: "section", field: "section" },
  joins: atCensus,
  columns: () => ({ ...ofSection, ...ofVersion }),
  beside: {
    joins: (row, sql) => `
  LEFT JOIN ${sql.table("fact_grade")} grade ON grade.section_key = section.section_key AND grade.student = ${row}.student
  LEFT JOIN ${sql.table("dim_scale_letter")} letter ON letter.scale = grade.scale AND letter.letter = grade.letter`,
    columns: { low_state: "CASE WHEN letter.low THEN grade.state END" },
  },
};

const points = (row: string) => `coalesce(${row}.points, letter.points)`;
const credits = (row: string) => `coalesce(${row}.credits, course.credits, 1)`;

export const gradeFact: FactDefinition = {
  name: "fact_grade",
  event: "grade.posted",
  key: { section: text("section"), student },
  taken: {
    scale: text("scale"),
    letter: text("letter"),
    points: numeric("points"),
    credits: numeric("credits"),
    state: text("state"),
  },
  anchor: { dimension: "section", field: "section" },
  joins: (row, sql) => `
  LEFT JOIN ${sql.table("dim_course")} course ON course.course_key = section.course_key
  LEFT JOIN ${sql.table("dim_scale_letter")} letter ON letter.scale = ${row}.scale AND letter.letter = ${row}.letter
  ${atCensus(row, sql)}`,
  columns: (row) => ({
    ...ofSection,
    ...ofVersion,
    grade_point_credits: `coalesce(${points(row)} * ${credits(row)}, 0)`,
    graded_credits: `CASE WHEN ${points(row)} IS NULL THEN 0 ELSE ${credits(row)} END`,
  }),
  weighed: ["grade_point_credits", "graded_credits"],
};

export const registrationFact: FactDefinition = {
  name: "fact_registration",
  event: "registration.changed",
  key: { student, term: text("term"), effective_on: date("effectiveOn") },
  taken: { status: text("status"), sealed_reason: sealed("reason") },
  lookUps: { own_program_key: { dimension: "program", field: "program" } },
  anchor: { dimension: "term", field: "term" },
  joins: (row, sql) => programOn(sql, `${row}.student`, census(sql)),
  columns: (row) => ({ ...ofVersion, program_key: `coalesce(nullif(${row}.own_program_key, 0), version.program_key, 0)` }),
  weighed: ["program_key"],
};

export const scoreFact: FactDefinition = {
  name: "fact_score",
  event: "score.recorded",
  key: { assessment: text("assessment"), student },
  taken: { score: numeric("score"), submitted_on: date("submittedOn") },
  anchor: { dimension: "assessment", field: "assessment" },
  joins: (_, sql) => `
  LEFT JOIN ${sql.table("dim_section")} section ON section.section_key = assessment.section_key`,
  columns: () => ({ section_key: "assessment.section_key", ...ofSectionIfAny }),
};

export const factDefinitions: readonly FactDefinition[] = [attendanceFact, enrollmentFact, gradeFact, registrationFact, scoreFact];

export const keyOf = ({ dimension }: LookUp) => `${dimension}_key`;

/** The fact's own key columns: the anchor's key in the place of its id. */
export const keyColumns = ({ key, anchor }: FactDefinition): string[] =>
  Object.entries(key).map(([name, { field }]) => (field === anchor.field ? keyOf(anchor) : name));
