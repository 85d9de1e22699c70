import type { ScopedRead } from "@/lib/access/scoped-read";
import { instantSql } from "@/lib/platform/instant-sql";
import { absencesLeft, isChronic } from "./absence-rules";
import { dangerPolicyOn } from "./danger-policy";

export type StudentSection = {
  section: string;
  title: string | null;
  term: string | null;
  /** The term goes on: what is said of absences can still be acted upon. */
  underWay: boolean;
  source: string | null;
  status: "enrolled" | "withdrawn" | "completed" | null;
  present: number;
  late: number;
  absent: number;
  excused: number;
  absencesLeft: number | null;
  chronic: boolean;
  letter: string | null;
  state: "provisional" | "final" | null;
};
/** A version of the student as it held from a day on; `from` null: it also holds for all days before. */
export type StudentVersion = { from: string | null; to: string | null; program: string | null; yearOfStudy: number | null };
export type StudentRegistration = { term: string; status: string; effectiveOn: string };
export type StudentPage = {
  student: string;
  lastActivityOn: string | null;
  lastContactAt: string | null;
  versions: StudentVersion[];
  registrations: StudentRegistration[];
  sections: StudentSection[];
};

/** A student as far as the read's scope reaches; null where unknown or out of scope, both alike. */
export async function getStudent(read: ScopedRead, student: string, today: string): Promise<StudentPage | null> {
  const found = await read.query<Omit<StudentPage, "student" | "sections">>(
    `SELECT (SELECT max(x.day) FROM warehouse.cell_activity_student x WHERE x.student = s.student AND x.observations > 0) AS "lastActivityOn",
       (SELECT ${instantSql("max(k.occurred_at)")} FROM warehouse.fact_contact k WHERE k.student = s.student) AS "lastContactAt",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('from', CASE WHEN isfinite(v.effective_from) THEN v.effective_from::text END,
           'to', CASE WHEN isfinite(v.effective_to) THEN v.effective_to::text END, 'program', coalesce(p.name, p.id), 'yearOfStudy', v.year_of_study)
           ORDER BY v.effective_from DESC), '[]')
        FROM warehouse.dim_student_version v LEFT JOIN warehouse.dim_program p USING (program_key) WHERE v.student = s.student) AS versions,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('term', coalesce(t.name, t.id), 'status', r.status, 'effectiveOn', r.effective_on::text)
           ORDER BY r.effective_on DESC, t.starts_on DESC NULLS LAST, t.id DESC), '[]')
        FROM warehouse.fact_registration r LEFT JOIN warehouse.dim_term t USING (term_key) WHERE r.student = s.student) AS registrations
     FROM warehouse.dim_student s WHERE s.student = $1`,
    [student],
  );
  const head = found.rows[0];
  if (head === undefined) return null;
  const sections = await read.query<StudentSection>(
    `SELECT s.id AS section, c.title, coalesce(t.name, t.id) AS term,
       coalesce($2::date BETWEEN t.starts_on AND t.ends_on, false) AS "underWay", s.source, e.status, coalesce(a.present, 0)::int AS present,
       coalesce(a.late, 0)::int AS late, coalesce(a.absent, 0)::int AS absent, coalesce(a.excused, 0)::int AS excused,
       ${absencesLeft("s", "coalesce(a.absent, 0)::int", `rule."limit"`)} AS "absencesLeft", ${isChronic("a", "rule.rate", "rule.minimum")} AS chronic, g.letter, g.state
     FROM warehouse.fact_enrollment e JOIN warehouse.dim_section s USING (section_key)
     LEFT JOIN warehouse.dim_course c USING (course_key) LEFT JOIN warehouse.dim_term t ON t.term_key = s.term_key
     LEFT JOIN (SELECT section_key, sum(present) AS present, sum(late) AS late, sum(absent) AS absent, sum(excused) AS excused
       FROM warehouse.cell_attendance_student WHERE student = $1 GROUP BY section_key) a USING (section_key)
     CROSS JOIN LATERAL ${dangerPolicyOn("least($2::date, t.ends_on)")} rule
     LEFT JOIN warehouse.fact_grade g ON g.section_key = e.section_key AND g.student = e.student
     WHERE e.student = $1 ORDER BY t.starts_on DESC NULLS LAST, s.id`,
    [student, today],
  );
  return { student, ...head, sections: sections.rows };
}
