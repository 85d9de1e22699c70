import type { ScopedRead } from "@/lib/access/scoped-read";
import { absencesLeft, isChronic } from "./absence-rules";
import type { DangerPolicy } from "./danger-policy";

export type Advisee = {
  student: string;
  program: string | null;
  yearOfStudy: number | null;
  /** The latest registration in the term. */
  registration: "enrolled" | "leave" | "withdrawn" | "dismissed" | "graduated" | "transferred" | null;
  sections: number;
  absent: number;
  expected: number;
  /** The section where the student is nearest to the absence limit. */
  nearest: { section: string; title: string | null; absencesLeft: number } | null;
  /** Sections in which absence is chronic. */
  chronic: number;
  lastActivityOn: string | null;
  lastContactAt: string | null;
};

/** Whom the reader advises, in a term; to be read under the advisor's scope. The order is the caller's. */
export async function listAdvisees(read: ScopedRead, term: string, today: string, policy: DangerPolicy): Promise<Advisee[]> {
  const rows = await read.query<Advisee>(
    `WITH advisee AS (SELECT unnest(warehouse.scope_advisees()) AS student),
     term AS (SELECT term_key FROM warehouse.dim_term WHERE id = $1),
     enrolment AS (SELECT e.student, e.section_key FROM warehouse.fact_enrollment e JOIN term USING (term_key) JOIN advisee USING (student)
       WHERE e.status <> 'withdrawn'),
     roll AS (SELECT f.student, f.section_key, sum(f.present)::int AS present, sum(f.late)::int AS late, sum(f.absent)::int AS absent
       FROM warehouse.cell_attendance_student f JOIN enrolment USING (student, section_key) GROUP BY f.student, f.section_key),
     danger AS (SELECT roll.*, s.id AS section, c.title, ${absencesLeft("s", "roll.absent", "$2")} AS remaining,
         ${isChronic("roll", "$3", "$4")} AS chronic
       FROM roll JOIN warehouse.dim_section s USING (section_key) LEFT JOIN warehouse.dim_course c USING (course_key)),
     attendance AS (SELECT student, sum(absent)::int AS absent, sum(present + late + absent)::int AS expected, count(*) FILTER (WHERE chronic)::int AS chronic
       FROM danger GROUP BY student),
     nearest AS (SELECT DISTINCT ON (student) student, jsonb_build_object('section', section, 'title', title, 'absencesLeft', remaining) AS nearest
       FROM danger WHERE remaining IS NOT NULL ORDER BY student, remaining, section)
     SELECT advisee.student, coalesce(p.name, p.id) AS program, v.year_of_study AS "yearOfStudy",
       (SELECT r.status FROM warehouse.fact_registration r JOIN term USING (term_key) WHERE r.student = advisee.student AND r.effective_on <= $5::date
        ORDER BY r.effective_on DESC LIMIT 1) AS registration,
       (SELECT count(*)::int FROM enrolment WHERE enrolment.student = advisee.student) AS sections,
       coalesce(a.absent, 0) AS absent, coalesce(a.expected, 0) AS expected, coalesce(a.chronic, 0) AS chronic, nearest.nearest,
       (SELECT max(x.day) FROM warehouse.cell_activity_student x WHERE x.student = advisee.student AND x.observations > 0) AS "lastActivityOn",
       (SELECT to_char(max(k.occurred_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM warehouse.fact_contact k WHERE k.student = advisee.student) AS "lastContactAt"
     FROM advisee
     LEFT JOIN warehouse.dim_student_version v ON v.student = advisee.student AND v.effective_to = 'infinity'
     LEFT JOIN warehouse.dim_program p ON p.program_key = v.program_key
     LEFT JOIN attendance a ON a.student = advisee.student LEFT JOIN nearest ON nearest.student = advisee.student`,
    [term, policy.absenceLimit, policy.chronicRate, policy.chronicMinimum, today],
  );
  return rows.rows;
}
