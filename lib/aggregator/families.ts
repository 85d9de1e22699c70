/**
 * Cell families as data: which measures a fact contributes, under which keys, and which cell tables
 * sum them. The incremental aggregator is compiled from this.
 *
 * `row` turns a column name of the fact into SQL for the row at hand (old or new).
 */
export type Row = (column: string) => string;

export type CellTable = {
  name: string;
  keys: readonly string[];
  /** The table whose changes go to the feed: one for each family, the finest that holds no student. */
  feed?: { day?: string; detail?: readonly string[] };
  /** Its rows that came to be or went are noted, for the counts of distinct students (count-students.ts). */
  holdsStudents?: true;
};

/** Cells of a single student, which the counts of distinct students are drawn from: the aggregator's own, whoever computes the rest. */
export const isOfOneStudent = (table: CellTable) => table.keys.includes("student");

export type Family = {
  name: FamilyName;
  /** Keys of a contribution with their SQL type. */
  keys: Readonly<Record<string, string>>;
  /** Measures with their SQL type. */
  measures: Readonly<Record<string, string>>;
  cells: readonly CellTable[];
};

export type FamilyName = "attendance" | "meeting" | "enrollment" | "grade" | "registration" | "score" | "activity";

const sectionKeys = { term_key: "integer", section_key: "integer", org_unit_key: "integer" } as const;

export const attendance: Family = {
  name: "attendance",
  keys: { ...sectionKeys, program_key: "integer", held_on: "date", student: "uuid" },
  measures: { present: "integer", late: "integer", absent: "integer", excused: "integer" },
  cells: [
    {
      name: "cell_attendance",
      keys: ["term_key", "section_key", "held_on", "program_key"],
      feed: { day: "held_on" },
    },
    { name: "cell_attendance_unit", keys: ["term_key", "org_unit_key", "held_on", "program_key"] },
    { name: "cell_attendance_term", keys: ["term_key", "section_key", "program_key"] },
    { name: "cell_attendance_student", keys: ["term_key", "section_key", "program_key", "student"], holdsStudents: true },
    { name: "cell_attendance_unit_day", keys: ["term_key", "org_unit_key", "held_on"] },
    { name: "cell_attendance_unit_term", keys: ["term_key", "org_unit_key", "program_key"] },
    { name: "cell_attendance_section", keys: ["term_key", "section_key"] },
  ],
};

export const meeting: Family = {
  name: "meeting",
  keys: { ...sectionKeys, held_on: "date" },
  measures: { held: "integer", recorded: "integer" },
  cells: [
    { name: "cell_meeting", keys: ["term_key", "section_key", "held_on"], feed: { day: "held_on" } },
    { name: "cell_meeting_unit", keys: ["term_key", "org_unit_key", "held_on"] },
    { name: "cell_meeting_section", keys: ["term_key", "section_key"] },
  ],
};

export const enrollment: Family = {
  name: "enrollment",
  keys: { ...sectionKeys, program_key: "integer", status: "text", effective_on: "date", student: "uuid" },
  measures: { enrolments: "integer", low_provisional: "integer", low_final: "integer" },
  cells: [
    {
      name: "cell_enrollment",
      keys: ["term_key", "section_key", "program_key", "status", "effective_on"],
      feed: { day: "effective_on", detail: ["status"] },
    },
    { name: "cell_enrollment_unit", keys: ["term_key", "org_unit_key", "status", "effective_on"] },
    { name: "cell_enrollment_unit_program", keys: ["term_key", "org_unit_key", "program_key", "status", "effective_on"] },
    { name: "cell_enrollment_section", keys: ["term_key", "section_key", "status", "effective_on"] },
  ],
};

export const grade: Family = {
  name: "grade",
  keys: {
    ...sectionKeys,
    program_key: "integer",
    state: "text",
    scale: "text",
    letter: "text",
    student: "uuid",
  },
  measures: { grades: "integer", grade_point_credits: "numeric", graded_credits: "numeric" },
  cells: [
    {
      name: "cell_grade",
      keys: ["term_key", "section_key", "program_key", "state", "scale", "letter"],
      feed: { detail: ["state", "scale", "letter"] },
    },
    {
      name: "cell_grade_unit",
      keys: ["term_key", "org_unit_key", "program_key", "state", "scale", "letter"],
    },
    { name: "cell_grade_unit_letter", keys: ["term_key", "org_unit_key", "state", "scale", "letter"] },
    { name: "cell_grade_section", keys: ["term_key", "section_key", "state", "scale", "letter"] },
    { name: "cell_grade_section_scale", keys: ["term_key", "section_key", "state", "scale"] },
    { name: "cell_grade_program_letter", keys: ["term_key", "program_key", "state", "scale", "letter"] },
  ],
};

export const registration: Family = {
  name: "registration",
  keys: { term_key: "integer", program_key: "integer", status: "text", effective_on: "date", student: "uuid" },
  measures: { registrations: "integer" },
  cells: [
    {
      name: "cell_registration",
      keys: ["term_key", "program_key", "status", "effective_on"],
      feed: { day: "effective_on", detail: ["status"] },
    },
  ],
};

export const score: Family = {
  name: "score",
  keys: { ...sectionKeys, assessment_key: "integer", student: "uuid" },
  measures: { scores: "integer", score_sum: "numeric" },
  cells: [
    {
      name: "cell_score",
      keys: ["term_key", "section_key", "assessment_key"],
      feed: { detail: ["assessment_key"] },
    },
  ],
};

export const activity: Family = {
  name: "activity",
  keys: { section_key: "integer", day: "date", student: "uuid" },
  measures: { observations: "bigint" },
  cells: [
    { name: "cell_activity", keys: ["section_key", "day"], feed: { day: "day" } },
    { name: "cell_activity_student", keys: ["day", "student"] },
  ],
};

export const families: readonly Family[] = [attendance, meeting, enrollment, grade, registration, score, activity];
