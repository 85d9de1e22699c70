/**
 * Every table and view that the product has, and what a reader's role may see of it (SCOPE-2). A new one that is not
 * here fails lib/access/guarded-tables.pg.test.ts.
 */

/** Row-level security: rows of the reader's scope. By schema; names of views are those of what they show. */
export const guarded: Readonly<Record<string, readonly string[]>> = {
  warehouse: [
    "dim_student",
    "dim_student_version",
    "fact_attendance",
    "fact_enrollment",
    "fact_registration",
    "fact_score",
    "fact_grade",
    "fact_activity",
    "fact_contact",
    "cell_attendance",
    "cell_attendance_section",
    "cell_attendance_student",
    "cell_attendance_term",
    "cell_attendance_unit",
    "cell_attendance_unit_day",
    "cell_attendance_unit_term",
    "cell_activity",
    "cell_activity_student",
    "cell_enrollment",
    "cell_enrollment_section",
    "cell_enrollment_unit",
    "cell_enrollment_unit_program",
    "cell_grade",
    "cell_grade_program_letter",
    "cell_grade_section",
    "cell_grade_section_scale",
    "cell_grade_unit",
    "cell_grade_unit_letter",
    "cell_meeting",
    "cell_meeting_section",
    "cell_meeting_unit",
    "cell_registration",
    "cell_registration_span",
    "cell_score",
    "cell_student_days",
    "cell_students",
    "feed",
    "feed_touch",
  ],
  history: [
    "dim_student",
    "dim_student_version",
    "fact_attendance",
    "fact_enrollment",
    "fact_registration",
    "fact_score",
    "fact_grade",
    "fact_activity",
    "fact_contact",
  ],
};

const names = "The catalogue: what is offered, by whom and when, which a university publishes. It names no student.";
const progress = "How far the product is: positions, times and numbers of events of the whole institution.";
const made = "Made by the product itself, of nobody.";

/** Readable as a whole, and why. */
export const open: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  warehouse: {
    dim_org_unit: names,
    dim_program: names,
    dim_course: names,
    dim_section: names,
    dim_term: names,
    dim_meeting: names,
    dim_assessment: names,
    dim_instructor: "Pseudonyms of who teaches; who they are is in the vault.",
    bridge_section_instructor: "Which pseudonym teaches which section, as the catalogue says by name.",
    dim_source: progress,
    watermark: progress,
    feed_head: progress,
    feed_commit: progress,
    history_begin: progress,
    dim_date: made,
    dim_scale_letter: made,
  },
  history: {
    dim_org_unit: names,
    dim_program: names,
    dim_course: names,
    dim_section: names,
    dim_term: names,
    dim_meeting: names,
    dim_assessment: names,
    bridge_section_instructor: "As that of today.",
    watermark: progress,
    kept_table: made,
  },
  past: {
    meeting_state: names,
    policy: "Under which settings figures are computed; the answer itself names the version.",
  },
  app: {
    policy: "Under which settings figures are computed; the answer itself names the version.",
    setting: "The institution's time zone, and which version of the demo's data is in. No secrets.",
  },
};

/** No role but the owner reads these schemas, but for what `open` names of them. */
export const closedSchemas = ["app", "log", "vault", "pgboss"] as const;
