import { batchTable } from "./batch-table";

/**
 * Registrations with the day of the student's next change in the term (warehouse.cell_registration_span): a change is a
 * student's last as of d where effective_on <= d < until. Each student is then in one cell of a term and day,
 * under one program, so that these counts add up. A batch notes which registrations changed; for those students and
 * terms alone both sides of the change are told.
 */

/** How a registration counted before a statement and after it, over withDelta's `changed`. */
export const noteRegistrations = `
  INSERT INTO changed_registration (student, term_key, program_key, status, effective_on, sign)
  SELECT side.* FROM changed CROSS JOIN LATERAL (VALUES
    (old_student, old_term_key, old_program_key, old_status, old_effective_on, -1),
    (new_student, new_term_key, new_program_key, new_status, new_effective_on, 1))
    AS side (student, term_key, program_key, status, effective_on, sign)
  WHERE side.student IS NOT NULL
    AND (old_term_key, old_program_key, old_status, old_effective_on)
      IS DISTINCT FROM (new_term_key, new_program_key, new_status, new_effective_on)`;

export const countRegistrations = `
  WITH pair AS MATERIALIZED (SELECT DISTINCT student, term_key FROM changed_registration),
  row AS (
    SELECT student, term_key, program_key, status, effective_on, sum(rows) AS after, sum(rows) - sum(sign) AS before
    FROM (
      SELECT r.student, r.term_key, r.program_key, r.status, r.effective_on, 1 AS rows, 0 AS sign
      FROM pair JOIN warehouse.fact_registration r ON r.student = pair.student AND r.term_key = pair.term_key
      UNION ALL
      SELECT student, term_key, program_key, status, effective_on, 0, sign FROM changed_registration) both_sides
    GROUP BY student, term_key, program_key, status, effective_on),
  span AS (
    SELECT side.sign, row.term_key, row.program_key, row.status, row.effective_on,
      coalesce(lead(row.effective_on) OVER (PARTITION BY side.sign, row.student, row.term_key ORDER BY row.effective_on), 'infinity') AS until
    FROM row CROSS JOIN LATERAL (VALUES (-1, row.before), (1, row.after)) AS side (sign, rows) WHERE side.rows > 0)
  INSERT INTO warehouse.cell_registration_span AS cell (term_key, program_key, status, effective_on, until, students)
  SELECT term_key, program_key, status, effective_on, until, sum(sign)::int FROM span
  GROUP BY term_key, program_key, status, effective_on, until HAVING sum(sign) <> 0
  ORDER BY term_key, program_key, status, effective_on, until
  ON CONFLICT (term_key, program_key, status, effective_on, until) DO UPDATE SET students = cell.students + excluded.students`;

export const registrationTables: readonly string[] = [
  batchTable("changed_registration", {
    student: "uuid",
    term_key: "integer",
    program_key: "integer",
    status: "text",
    effective_on: "date",
    sign: "integer",
  }),
];
