import type { ScopedRead } from "@/lib/access/scoped-read";
import { recentDays } from "../advising/reasons-to-call";
import type { Standing } from "../advising/standing";
import { absencesLeft, isChronic } from "./absence-rules";
import type { DangerPolicy } from "./danger-policy";

export type Advisee = Omit<Standing, "marks" | "letters" | "means"> & { program: string | null; yearOfStudy: number | null };

/** Absences of a student within days before today, `from` days ago exclusively, `to` days ago inclusively. */
const missed = (from: number, to: number) => `(SELECT jsonb_build_object('absent', count(*) FILTER (WHERE f.status = 'absent')::int,
    'expected', count(*) FILTER (WHERE f.status <> 'excused')::int)
  FROM warehouse.fact_attendance f JOIN term USING (term_key)
  WHERE f.student = advisee.student AND f.counted AND f.held_on > $5::date - ${from} AND f.held_on <= $5::date - ${to})`;

/** Whom the reader advises, in a term; to be read under the advisor's scope. The order is the caller's. */
export async function listAdvisees(read: ScopedRead, term: string, today: string, policy: DangerPolicy): Promise<Advisee[]> {
  const rows = await read.query<Advisee>(
    `WITH advisee AS (SELECT unnest(warehouse.scope_advisees()) AS student),
     term AS (SELECT term_key FROM warehouse.dim_term WHERE id = $1),
     enrolment AS (SELECT e.student, e.section_key FROM warehouse.fact_enrollment e JOIN term USING (term_key) JOIN advisee USING (student)
       WHERE e.status <> 'withdrawn'),
     roll AS (SELECT f.student, f.section_key, sum(f.present)::int AS present, sum(f.late)::int AS late, sum(f.absent)::int AS absent
       FROM warehouse.cell_attendance_student f JOIN enrolment USING (student, section_key)
       WHERE f.present + f.late + f.absent + f.excused > 0 GROUP BY f.student, f.section_key),
     danger AS (SELECT roll.*, s.id AS section, c.title, ${absencesLeft("s", "roll.absent", "$2")} AS remaining,
         ${isChronic("roll", "$3", "$4")} AS chronic
       FROM roll JOIN warehouse.dim_section s USING (section_key) LEFT JOIN warehouse.dim_course c USING (course_key)),
     attendance AS (SELECT student, sum(absent)::int AS absent, sum(present + late + absent)::int AS expected, count(*) FILTER (WHERE chronic)::int AS chronic
       FROM danger GROUP BY student),
     nearest AS (SELECT DISTINCT ON (student) student, jsonb_build_object('section', section, 'title', title, 'absencesLeft', remaining) AS nearest
       FROM danger WHERE remaining IS NOT NULL ORDER BY student, remaining, section)
     SELECT advisee.student, coalesce(p.name, p.id) AS program, v.year_of_study AS "yearOfStudy",
       registered.status AS registration, registered.effective_on AS "registeredOn",
       (SELECT r.status FROM warehouse.fact_registration r WHERE r.student = advisee.student AND r.effective_on < registered.effective_on
        ORDER BY r.effective_on DESC, r.term_key DESC LIMIT 1) AS "registrationBefore",
       (SELECT count(*)::int FROM enrolment WHERE enrolment.student = advisee.student) AS sections,
       (SELECT count(*)::int FROM warehouse.fact_enrollment e JOIN term USING (term_key) WHERE e.student = advisee.student
        AND e.status = 'withdrawn' AND e.effective_on > $5::date - ${recentDays} AND e.effective_on <= $5::date) AS "withdrawnLately",
       coalesce(a.absent, 0) AS absent, coalesce(a.expected, 0) AS expected, coalesce(a.chronic, 0) AS chronic, nearest.nearest,
       ${missed(recentDays, 0)} AS lately, ${missed(2 * recentDays, recentDays)} AS earlier,
       (SELECT max(x.day) FROM warehouse.cell_activity_student x WHERE x.student = advisee.student AND x.observations > 0) AS "lastActivityOn"
     FROM advisee
     LEFT JOIN warehouse.dim_student_version v ON v.student = advisee.student AND v.effective_to = 'infinity'
     LEFT JOIN warehouse.dim_program p ON p.program_key = v.program_key
     LEFT JOIN LATERAL (SELECT r.status, r.effective_on FROM warehouse.fact_registration r JOIN term USING (term_key)
       WHERE r.student = advisee.student AND r.effective_on <= $5::date ORDER BY r.effective_on DESC, r.term_key DESC LIMIT 1) registered ON true
     LEFT JOIN attendance a ON a.student = advisee.student LEFT JOIN nearest ON nearest.student = advisee.student`,
    [term, policy.absenceLimit, policy.chronicRate, policy.chronicMinimum, today],
  );
  return rows.rows;
}
