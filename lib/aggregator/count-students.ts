import { batchTable } from "./batch-table";
import { registrationTables } from "./count-registrations";
import { noteActiveDays, studentDayTables } from "./count-student-days";
import type { FamilyName } from "./families";
import { membersOf, memberTables } from "./members";

/**
 * Distinct students do not add up over cells, so that they are kept as counts of their own. A holding is a
 * row of a student in a section (marks, a grade); a student counts in a member of a dimension
 * while any holding of theirs hangs on it. The batch notes which holdings came and went, and for those
 * students alone what they hold is read before and after.
 */

/** What is noted of a family's deltas. A grade that came or went is one row of a student in a section. */
export const noteHoldings: Partial<Record<FamilyName, string>> = {
  activity: noteActiveDays,
  grade: `
    INSERT INTO changed_holding (family, detail, term_key, section_key, program_key, student, sign)
    SELECT 'grade', detail, term_key, section_key, program_key, student, sum(grades)
    FROM delta_grade
    CROSS JOIN LATERAL (VALUES (state || '/' || scale || '/any', true), (state || '/*/any', true),
      (state || '/' || scale || '/points', graded_credits <> 0), (state || '/*/points', graded_credits <> 0),
      (state || '/' || scale || '/=' || letter, true), (state || '/*/=' || letter, true)) AS held (detail, holds)
    WHERE holds
    GROUP BY detail, term_key, section_key, program_key, student HAVING sum(grades) <> 0`,
};

/** What the students of `which` hold now. */
const holdings = (which: (alias: string) => string) => `
  SELECT 'attendance' AS family, detail, h.term_key, h.section_key, h.program_key, h.student
  FROM warehouse.cell_attendance_student h
  CROSS JOIN LATERAL (VALUES ('any', h.present + h.late + h.absent + h.excused > 0), ('expected', h.present + h.late + h.absent > 0))
    AS held (detail, holds)
  WHERE holds AND ${which("h")}
  UNION ALL
  SELECT 'grade', detail, h.term_key, h.section_key, h.program_key, h.student
  FROM warehouse.fact_grade h
  CROSS JOIN LATERAL (VALUES (h.state || '/' || h.scale || '/any', true), (h.state || '/*/any', true),
    (h.state || '/' || h.scale || '/points', h.graded_credits <> 0), (h.state || '/*/points', h.graded_credits <> 0),
    (h.state || '/' || h.scale || '/=' || h.letter, true), (h.state || '/*/=' || h.letter, true)) AS held (detail, holds)
  WHERE holds AND ${which("h")}`;

/** Sections that have another place take the holdings of their students along. */
export const noteMovedHoldings = `
  INSERT INTO moved_holding
  SELECT now.*, moved.course_before, moved.org_unit_before
  FROM moved_place moved JOIN LATERAL (${holdings((alias) => `${alias}.section_key = moved.section_key`)}) now ON true`;

/** Batches side by side that change what the same student holds wait for each other, in the students' order. */
export const lockStudents = `
  SELECT FROM warehouse.dim_student WHERE student IN (
    SELECT student FROM changed_holding UNION SELECT student FROM changed_enrolment UNION SELECT student FROM new_active_day
    UNION SELECT student FROM changed_registration)
  ORDER BY student FOR NO KEY UPDATE`;

/**
 * How much each holding of a member changed: noted changes under the section's place before the batch, and
 * for a moved section all that is held there now, away from its old place and to its new one. With what is
 * held now, that tells what was held before; where one of the two is nothing, the count of students changes.
 */
export const countStudents = (pathBefore: "unit_path" | "unit_path_before") => `
  WITH change AS (
    SELECT c.family, c.detail, c.term_key, kind, member_key, c.student, c.sign
    FROM changed_holding c
    LEFT JOIN warehouse.dim_section section USING (section_key)
    LEFT JOIN moved_place moved USING (section_key)
    LEFT JOIN ${pathBefore} path ON path.org_unit_key = coalesce(moved.org_unit_before, section.org_unit_key, 0)
    ${membersOf({
      section: "c.section_key",
      unit: "coalesce(moved.org_unit_before, section.org_unit_key, 0)",
      path: "path.units",
      course: "coalesce(moved.course_before, section.course_key, 0)",
      program: "c.program_key",
    })}
    UNION ALL
    SELECT m.family, m.detail, m.term_key, kind, member_key, m.student, sign
    FROM moved_holding m
    JOIN warehouse.dim_section section USING (section_key)
    LEFT JOIN ${pathBefore} was ON was.org_unit_key = m.org_unit_before
    LEFT JOIN unit_path path ON path.org_unit_key = section.org_unit_key
    CROSS JOIN LATERAL (
      SELECT * FROM (VALUES ('org_unit', m.org_unit_before, -1), ('org_unit', section.org_unit_key, 1),
        ('course', m.course_before, -1), ('course', section.course_key, 1)) AS single
      UNION ALL SELECT 'subtree', unnest(was.units), -1
      UNION ALL SELECT 'subtree', unnest(path.units), 1) AS member (kind, member_key, sign)),
  -- Materialized, or sections would be looked through for each student; "+ 0", or each student's rows would be sought in the
  -- index that begins with the term, and not in the one of students.
  now AS MATERIALIZED (
    SELECT now.* FROM (SELECT DISTINCT student, term_key FROM change) affected
    JOIN LATERAL (${holdings((alias) => `${alias}.student = affected.student AND ${alias}.term_key + 0 = affected.term_key`)}) now ON true),
  held AS (
    SELECT now.family, now.detail, now.term_key, kind, member_key, now.student
    FROM now
    LEFT JOIN warehouse.dim_section section USING (section_key)
    LEFT JOIN unit_path path ON path.org_unit_key = section.org_unit_key
    ${membersOf({
      section: "now.section_key",
      unit: "coalesce(section.org_unit_key, 0)",
      path: "path.units",
      course: "coalesce(section.course_key, 0)",
      program: "now.program_key",
    })}),
  net AS (
    SELECT family, detail, term_key, kind, member_key, student, sum(sign) AS change, sum(holds) AS holdings
    FROM (SELECT *, 0 AS holds FROM change UNION ALL SELECT *, 0, 1 FROM held) moves
    GROUP BY family, detail, term_key, kind, member_key, student HAVING sum(sign) <> 0),
  turned AS (
    SELECT family, detail, term_key, kind, member_key, (holdings > 0)::int - (holdings - change > 0)::int AS students FROM net)
  INSERT INTO warehouse.cell_students AS cell (term_key, family, kind, detail, member_key, students)
  SELECT term_key, family, kind, detail, member_key, sum(students)::int FROM turned
  GROUP BY term_key, family, kind, detail, member_key HAVING sum(students) <> 0
  ORDER BY term_key, family, kind, detail, member_key
  ON CONFLICT (term_key, family, kind, detail, member_key) DO UPDATE SET students = cell.students + excluded.students`;

const holding = {
  family: "text",
  detail: "text",
  term_key: "integer",
  section_key: "integer",
  program_key: "integer",
  student: "uuid",
};

export const holdingTables: readonly string[] = [
  ...memberTables,
  ...studentDayTables,
  ...registrationTables,
  batchTable("changed_holding", { ...holding, sign: "integer" }),
  batchTable("moved_holding", { ...holding, course_before: "integer", org_unit_before: "integer" }),
];
