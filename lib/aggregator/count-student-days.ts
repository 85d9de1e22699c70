import { batchTable } from "./batch-table";
import { membersOf } from "./members";

/**
 * Distinct students by day, for each member of a dimension in a term (warehouse.cell_student_days). Per student and
 * member, of the enrolments that hang on it: `gone`, the last day at which one ended, and `came`, the first at which one
 * began that holds; enrolled on d is d < gone or d >= came (kpis.md, engagement).
 *
 * - `enrolled`: how many more are enrolled from that day on; those of a day are the sum up to it.
 * - `registered`: by the last day before which they had not withdrawn, infinity for whoever has an enrolment that was
 *   never withdrawn: who has one not withdrawn before a day are the sum from that day on.
 * - `active`: how many are enrolled on that day and were active in the seven days that end with it. Kept for the days of
 *   the term: enrolments that nobody ends would else be counted for ever.
 *
 * The batch notes which enrolments changed and which days students were first seen active; for those
 * students alone both sides of the change are counted.
 */

/** How an enrolment counted before a statement and after it, over withDelta's `changed`. */
export const noteEnrolments = `
  INSERT INTO changed_enrolment (student, term_key, section_key, program_key, status, effective_on, sign)
  SELECT side.* FROM changed CROSS JOIN LATERAL (VALUES
    (old_student, old_term_key, old_section_key, old_program_key, old_status, old_effective_on, -1),
    (new_student, new_term_key, new_section_key, new_program_key, new_status, new_effective_on, 1))
    AS side (student, term_key, section_key, program_key, status, effective_on, sign)
  WHERE side.student IS NOT NULL
    AND (old_term_key, old_section_key, old_program_key, old_status, old_effective_on)
      IS DISTINCT FROM (new_term_key, new_section_key, new_program_key, new_status, new_effective_on)`;

/** Days on which a student was active for the first time: all that was observed then is of this batch. */
export const noteActiveDays = `
  INSERT INTO new_active_day (student, day)
  SELECT student, day
  FROM (SELECT student, day, sum(observations) AS added FROM delta_activity GROUP BY student, day) noted
  JOIN warehouse.cell_activity_student cell USING (student, day)
  WHERE cell.observations > 0 AND cell.observations = noted.added`;

/** Students in terms whose days may count otherwise: all days of those whose enrolments changed, else those near new activity. */
const touched = `
  SELECT student, term_key, bool_or(whole) AS whole, min(first) AS first, max(last) AS last FROM (
    SELECT student, term_key, true AS whole, NULL::date AS first, NULL::date AS last FROM changed_enrolment
    UNION ALL
    SELECT e.student, e.term_key, true, NULL, NULL FROM moved_place JOIN warehouse.fact_enrollment e USING (section_key)
    UNION ALL
    SELECT e.student, e.term_key, false, n.first, n.last
    FROM (SELECT student, min(day) AS first, max(day) + 6 AS last FROM new_active_day GROUP BY student) n
    JOIN warehouse.fact_enrollment e ON e.student = n.student
    JOIN warehouse.dim_term t ON t.term_key = e.term_key AND t.starts_on <= n.last AND t.ends_on >= n.first) touch
  GROUP BY student, term_key`;

/** What the enrolments of `pair` come to in each member, before the batch (sign -1, of whole pairs) and after it. */
const held = (pathBefore: "unit_path" | "unit_path_before") => `
  SELECT side.sign, e.student, e.term_key, e.whole, member.kind, member.member_key,
    max(e.effective_on) FILTER (WHERE e.status <> 'enrolled') AS gone,
    min(e.effective_on) FILTER (WHERE e.status = 'enrolled') AS came,
    max(CASE WHEN e.status = 'withdrawn' THEN e.effective_on ELSE 'infinity' END) AS until
  FROM (
    SELECT student, term_key, section_key, program_key, status, effective_on, whole, sum(rows) AS after, sum(rows) - sum(sign) AS before
    FROM (
      SELECT e.student, e.term_key, e.section_key, e.program_key, e.status, e.effective_on, pair.whole, 1 AS rows, 0 AS sign
      FROM pair JOIN warehouse.fact_enrollment e ON e.student = pair.student AND e.term_key = pair.term_key
      UNION ALL
      SELECT student, term_key, section_key, program_key, status, effective_on, true, 0, sign FROM changed_enrolment) both_sides
    GROUP BY student, term_key, section_key, program_key, status, effective_on, whole) e
  CROSS JOIN LATERAL (VALUES (-1, e.before), (1, e.after)) AS side (sign, rows)
  LEFT JOIN warehouse.dim_section section ON section.section_key = e.section_key
  LEFT JOIN moved_place moved ON moved.section_key = e.section_key AND side.sign = -1
  CROSS JOIN LATERAL (SELECT coalesce(moved.org_unit_before, section.org_unit_key, 0) AS org_unit_key,
    coalesce(moved.course_before, section.course_key, 0) AS course_key) AS place
  LEFT JOIN unit_path after_path ON after_path.org_unit_key = place.org_unit_key
  LEFT JOIN ${pathBefore} before_path ON before_path.org_unit_key = place.org_unit_key
  ${membersOf({
    section: "e.section_key",
    unit: "place.org_unit_key",
    path: "CASE WHEN side.sign = 1 THEN after_path.units ELSE before_path.units END",
    course: "place.course_key",
    program: "e.program_key",
  })}
  WHERE side.rows > 0 AND (e.whole OR side.sign = 1)
  GROUP BY side.sign, e.student, e.term_key, e.whole, member.kind, member.member_key`;

/** Days of `pair` that lie in the term, both as it was and as it is. A term's new days are counted by themselves. */
const inTerm = (day: string) => `${day} BETWEEN t.starts_on AND t.ends_on
  AND (term_before.term_key IS NULL OR ${day} BETWEEN term_before.starts_on AND term_before.ends_on)`;

const save = (counts: string) => `
  INSERT INTO warehouse.cell_student_days AS cell (term_key, what, kind, day, member_key, students)
  SELECT term_key, what, kind, day, member_key, sum(students)::int FROM (${counts}) counted
  GROUP BY term_key, what, kind, day, member_key HAVING sum(students) <> 0
  ORDER BY term_key, what, kind, day, member_key
  ON CONFLICT (term_key, what, kind, day, member_key) DO UPDATE SET students = cell.students + excluded.students`;

const enrolledOn = (day: string) => `(${day} < held.gone OR ${day} >= held.came)`;

export const countStudentDays = (pathBefore: "unit_path" | "unit_path_before") => `
  WITH pair AS MATERIALIZED (${touched}),
  held AS MATERIALIZED (${held(pathBefore)}),
  active AS MATERIALIZED (
    SELECT pair.student, pair.term_key, a.day + i AS day, bool_or(n.student IS NULL) AS was
    FROM pair
    JOIN warehouse.dim_term t ON t.term_key = pair.term_key
    LEFT JOIN term_before ON term_before.term_key = pair.term_key
    JOIN warehouse.cell_activity_student a ON a.student = pair.student AND a.observations > 0
      AND a.day BETWEEN greatest(t.starts_on, CASE WHEN pair.whole THEN t.starts_on ELSE pair.first END) - 6 AND t.ends_on
      AND (pair.whole OR a.day <= pair.last)
    LEFT JOIN new_active_day n ON n.student = a.student AND n.day = a.day
    CROSS JOIN generate_series(0, 6) AS i
    WHERE ${inTerm("a.day + i")} AND (pair.whole OR a.day + i BETWEEN pair.first AND pair.last)
    GROUP BY 1, 2, 3
    HAVING bool_or(pair.whole) OR NOT bool_or(n.student IS NULL))
  ${save(`
    SELECT term_key, 'registered' AS what, kind, until AS day, member_key, sign AS students FROM held WHERE whole
    UNION ALL
    SELECT term_key, 'enrolled', kind, turn.day, member_key, sign * turn.change
    FROM held CROSS JOIN LATERAL (VALUES
      ('-infinity'::date, 1, gone IS NOT NULL),
      (gone, -1, gone IS NOT NULL AND (came IS NULL OR came > gone)),
      (came, 1, came IS NOT NULL AND (gone IS NULL OR came > gone))) AS turn (day, change, counts)
    WHERE whole AND turn.counts
    UNION ALL
    SELECT term_key, 'active', kind, active.day, member_key, sign
    FROM held JOIN active USING (student, term_key)
    WHERE ${enrolledOn("active.day")} AND (active.was OR sign = 1)`)}`;

/** A term that became shorter loses days; those that it gained are counted anew, from what holds after the batch. */
export const countDaysOfMovedTerms: readonly string[] = [
  `DELETE FROM warehouse.cell_student_days cell USING term_before JOIN warehouse.dim_term t USING (term_key)
   WHERE cell.term_key = t.term_key AND cell.what = 'active' AND (cell.day BETWEEN t.starts_on AND t.ends_on) IS NOT TRUE`,
  `WITH pair AS MATERIALIZED (
     SELECT DISTINCT student, term_key, true AS whole FROM warehouse.fact_enrollment JOIN term_before USING (term_key)),
   held AS MATERIALIZED (${held("unit_path")}),
   active AS MATERIALIZED (
     SELECT DISTINCT pair.student, pair.term_key, a.day + i AS day
     FROM pair JOIN warehouse.dim_term t USING (term_key) JOIN term_before USING (term_key)
     JOIN warehouse.cell_activity_student a ON a.student = pair.student AND a.observations > 0
       AND a.day BETWEEN t.starts_on - 6 AND t.ends_on
     CROSS JOIN generate_series(0, 6) AS i
     WHERE a.day + i BETWEEN t.starts_on AND t.ends_on
       AND (a.day + i BETWEEN term_before.starts_on AND term_before.ends_on) IS NOT TRUE)
   ${save(`
     SELECT term_key, 'active' AS what, kind, active.day, member_key, 1 AS students
     FROM held JOIN active USING (student, term_key) WHERE sign = 1 AND ${enrolledOn("active.day")}`)}`,
];

export const studentDayTables: readonly string[] = [
  batchTable("changed_enrolment", {
    student: "uuid",
    term_key: "integer",
    section_key: "integer",
    program_key: "integer",
    status: "text",
    effective_on: "date",
    sign: "integer",
  }),
  batchTable("new_active_day", { student: "uuid", day: "date" }),
  batchTable("term_before", { term_key: "integer", starts_on: "date?", ends_on: "date?" }),
];
