import type { ScopedRead } from "@/lib/access/scoped-read";

export type SectionStudent = {
  student: string;
  status: string | null;
  present: number;
  late: number;
  absent: number;
  excused: number;
  /** Absences that are left before the limit; null where it is not known how many meetings are planned. */
  absencesLeft: number | null;
  last: string | null;
  letter: string | null;
};

/**
 * The students of a section, nearest to the absence limit first. The limit is a share of the planned
 * meetings: more absences than that mean F (kpis.md, students in danger).
 */
export async function getSectionStudents(read: ScopedRead, section: string, limit: number): Promise<SectionStudent[]> {
  const rows = await read.query<SectionStudent>(
    `WITH section AS (SELECT * FROM warehouse.dim_section WHERE id = $1),
     planned AS (SELECT coalesce((SELECT meetings_planned FROM section),
       (SELECT nullif(count(*), 0)::int FROM warehouse.dim_meeting m JOIN section USING (section_key) WHERE m.status <> 'cancelled')) AS meetings),
     latest AS (SELECT meeting_key FROM warehouse.dim_meeting m JOIN section USING (section_key)
       WHERE m.status = 'held' AND m.rolls > 0 ORDER BY m.starts_at DESC LIMIT 1),
     roll AS (SELECT f.student, sum(f.present)::int AS present, sum(f.late)::int AS late, sum(f.absent)::int AS absent, sum(f.excused)::int AS excused
       FROM warehouse.cell_attendance_student f JOIN section USING (section_key) GROUP BY f.student)
     SELECT student, e.status, coalesce(roll.present, 0) AS present, coalesce(roll.late, 0) AS late, coalesce(roll.absent, 0) AS absent,
       coalesce(roll.excused, 0) AS excused, floor(planned.meetings * $2::numeric)::int - coalesce(roll.absent, 0) AS "absencesLeft",
       (SELECT a.status FROM warehouse.fact_attendance a JOIN latest USING (meeting_key) WHERE a.student = students.student) AS last,
       (SELECT g.letter FROM warehouse.fact_grade g JOIN section USING (section_key) WHERE g.student = students.student) AS letter
     FROM (SELECT student FROM roll UNION SELECT e.student FROM warehouse.fact_enrollment e JOIN section USING (section_key)) students
     LEFT JOIN roll USING (student)
     LEFT JOIN LATERAL (SELECT e.status FROM warehouse.fact_enrollment e JOIN section USING (section_key) WHERE e.student = students.student) e ON true
     CROSS JOIN planned
     ORDER BY (e.status IS DISTINCT FROM 'withdrawn') DESC, "absencesLeft" NULLS LAST, student`,
    [section, limit],
  );
  return rows.rows;
}
