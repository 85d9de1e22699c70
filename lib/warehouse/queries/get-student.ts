import type { ScopedRead } from "@/lib/access/scoped-read";

export type StudentSection = {
  section: string;
  title: string | null;
  term: string | null;
  status: string | null;
  present: number;
  late: number;
  absent: number;
  excused: number;
  letter: string | null;
  state: string | null;
};
export type StudentPage = { student: string; program: string | null; yearOfStudy: number | null; sections: StudentSection[] };

/** A student as far as the read's scope reaches; null where unknown or out of scope, both alike. */
export async function getStudent(read: ScopedRead, student: string): Promise<StudentPage | null> {
  const found = await read.query<{ program: string | null; yearOfStudy: number | null }>(
    `SELECT coalesce(p.name, p.id) AS program, v.year_of_study AS "yearOfStudy" FROM warehouse.dim_student s
     LEFT JOIN warehouse.dim_student_version v ON v.student = s.student AND v.effective_to = 'infinity'
     LEFT JOIN warehouse.dim_program p USING (program_key) WHERE s.student = $1`,
    [student],
  );
  const head = found.rows[0];
  if (head === undefined) return null;
  const sections = await read.query<StudentSection>(
    `SELECT s.id AS section, c.title, coalesce(t.name, t.id) AS term, e.status, coalesce(a.present, 0)::int AS present, coalesce(a.late, 0)::int AS late,
       coalesce(a.absent, 0)::int AS absent, coalesce(a.excused, 0)::int AS excused, g.letter, g.state
     FROM warehouse.fact_enrollment e JOIN warehouse.dim_section s USING (section_key)
     LEFT JOIN warehouse.dim_course c USING (course_key) LEFT JOIN warehouse.dim_term t ON t.term_key = s.term_key
     LEFT JOIN (SELECT section_key, sum(present) AS present, sum(late) AS late, sum(absent) AS absent, sum(excused) AS excused
       FROM warehouse.cell_attendance_student WHERE student = $1 GROUP BY section_key) a USING (section_key)
     LEFT JOIN warehouse.fact_grade g ON g.section_key = e.section_key AND g.student = e.student
     WHERE e.student = $1 ORDER BY t.starts_on DESC NULLS LAST, s.id`,
    [student],
  );
  return { student, ...head, sections: sections.rows };
}
