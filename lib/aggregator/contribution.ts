import type { Dialect } from "./dialect";
import { activity, attendance, enrollment, type Family, grade, meeting, type Row, registration, score } from "./families";

/** SQL for the row at hand, such as every engine reads. */
type Expression = (row: Row, sql: Dialect) => string;

/** What one row of a fact adds to its family: the SQL of each key and measure, and when it counts at all. */
export type Contribution = {
  family: Family;
  fact: string;
  /** Columns of the fact that the expressions below read. */
  columns: readonly string[];
  when: Expression;
  keys: Readonly<Record<string, Expression>>;
  measures: Readonly<Record<string, Expression>>;
};

const column =
  (name: string): Expression =>
  (row) =>
    row(name);
const oneWhere = (condition: string) => `CASE WHEN ${condition} THEN 1 ELSE 0 END`;
const columns = (...names: string[]) => Object.fromEntries(names.map((name) => [name, column(name)]));
const isStatus =
  (status: string): Expression =>
  (row) =>
    oneWhere(`${row("status")} = '${status}'`);

/** A withdrawal is counted on its day; the day of the other states is of no use to any KPI. */
const withdrawalDay: Expression = (row, sql) =>
  `CASE WHEN ${row("status")} = 'withdrawn' THEN ${row("effective_on")} ELSE ${sql.never} END`;

/** A low letter counts for who has not withdrawn: a withdrawal counts in DFW by itself, each once (kpis.md). */
const lowIn =
  (state: string): Expression =>
  (row) =>
    oneWhere(`${row("status")} <> 'withdrawn' AND ${row("low_state")} IS NOT DISTINCT FROM '${state}'`);

export const attendanceContribution: Contribution = {
  family: attendance,
  fact: "fact_attendance",
  columns: ["meeting_key", "counted", "status", "term_key", "section_key", "org_unit_key", "program_key", "held_on", "student"],
  when: (row) => row("counted"),
  keys: columns("term_key", "section_key", "org_unit_key", "program_key", "held_on", "student"),
  measures: {
    present: isStatus("present"),
    late: isStatus("late"),
    absent: isStatus("absent"),
    excused: isStatus("excused"),
  },
};

/** The aggregator tells what a changed meeting adds by itself (apply/meetings.ts): meetings are a dimension there. */
export const meetingContribution: Contribution = {
  family: meeting,
  fact: "fact_meeting",
  columns: ["term_key", "section_key", "org_unit_key", "held_on", "status", "rolls"],
  when: (row) => `${row("status")} = 'held' AND ${row("held_on")} IS NOT NULL`,
  keys: columns("term_key", "section_key", "org_unit_key", "held_on"),
  measures: { held: () => "1", recorded: (row) => oneWhere(`${row("rolls")} > 0`) },
};

export const enrollmentContribution: Contribution = {
  family: enrollment,
  fact: "fact_enrollment",
  columns: ["term_key", "section_key", "org_unit_key", "program_key", "status", "effective_on", "low_state", "student"],
  when: (row) => `${row("student")} IS NOT NULL`,
  keys: {
    ...columns("term_key", "section_key", "org_unit_key", "program_key", "status", "student"),
    effective_on: withdrawalDay,
  },
  measures: { enrolments: () => "1", low_provisional: lowIn("provisional"), low_final: lowIn("final") },
};

export const gradeContribution: Contribution = {
  family: grade,
  fact: "fact_grade",
  columns: [
    "term_key",
    "section_key",
    "org_unit_key",
    "program_key",
    "state",
    "scale",
    "letter",
    "grade_point_credits",
    "graded_credits",
    "student",
  ],
  when: (row) => `${row("student")} IS NOT NULL`,
  keys: columns("term_key", "section_key", "org_unit_key", "program_key", "state", "scale", "letter", "student"),
  measures: { grades: () => "1", ...columns("grade_point_credits", "graded_credits") },
};

export const registrationContribution: Contribution = {
  family: registration,
  fact: "fact_registration",
  columns: ["term_key", "program_key", "status", "effective_on", "student"],
  when: (row) => `${row("student")} IS NOT NULL`,
  keys: columns("term_key", "program_key", "status", "effective_on", "student"),
  measures: { registrations: () => "1" },
};

export const scoreContribution: Contribution = {
  family: score,
  fact: "fact_score",
  columns: ["term_key", "section_key", "org_unit_key", "assessment_key", "score", "student"],
  when: (row) => `${row("score")} IS NOT NULL`,
  keys: columns("term_key", "section_key", "org_unit_key", "assessment_key", "student"),
  measures: { scores: () => "1", score_sum: column("score") },
};

export const activityContribution: Contribution = {
  family: activity,
  fact: "fact_activity",
  columns: ["section_key", "day", "observations", "student"],
  when: (row) => `${row("student")} IS NOT NULL`,
  keys: columns("section_key", "day", "student"),
  measures: columns("observations"),
};
