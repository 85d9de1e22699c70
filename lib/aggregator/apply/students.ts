import { beatsFact, latest, markList, markOf, takeEvent, thisBatch, uuid } from "./latest";

/** History of students: a version holds from the local date of its event, the earliest also before. */
export const applyStudents = (timeZone: string): readonly string[] => [
  `WITH changed AS (
    INSERT INTO warehouse.dim_student_version AS version
      (student, valid_from, effective_from, effective_to, program_key, year_of_study, admitted_on, advisor,
       sealed_attributes, ${markList})
    SELECT e.student, e.valid_from, e.valid_from, 'infinity', coalesce(program.program_key, 0),
      (e.data->>'yearOfStudy')::smallint, (e.data->>'admittedOn')::date, (e.data->>'advisor')::uuid,
      e.data->>'attributes', ${markOf("e")}
    FROM ${latest("student.defined", {
      student: uuid("student"),
      valid_from: `(occurred_at AT TIME ZONE '${timeZone}')::date`,
    })} e
    LEFT JOIN warehouse.dim_program program ON program.id = e.data->>'program'
    ON CONFLICT (student, valid_from) DO UPDATE SET
      ${takeEvent("version", ["program_key", "year_of_study", "admitted_on", "advisor", "sealed_attributes"])}
    WHERE ${beatsFact("excluded", "version")}
    RETURNING version.student)
  INSERT INTO moved_student SELECT DISTINCT student FROM changed`,
  `UPDATE warehouse.dim_student_version version SET
    effective_from = spans.effective_from, effective_to = spans.effective_to, changed_in = ${thisBatch}
  FROM (
    SELECT student, valid_from,
      CASE WHEN lag(valid_from) OVER history IS NULL THEN '-infinity'::date ELSE valid_from END AS effective_from,
      coalesce(lead(valid_from) OVER history, 'infinity'::date) AS effective_to
    FROM warehouse.dim_student_version JOIN moved_student USING (student)
    WINDOW history AS (PARTITION BY student ORDER BY valid_from)
  ) spans
  WHERE version.student = spans.student AND version.valid_from = spans.valid_from
    AND (version.effective_from, version.effective_to) IS DISTINCT FROM (spans.effective_from, spans.effective_to)`,
  `UPDATE warehouse.dim_student student SET inferred = false, changed_in = ${thisBatch}
   FROM moved_student moved WHERE student.student = moved.student AND student.inferred`,
];
