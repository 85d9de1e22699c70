import type { ScopedRead } from "@/lib/access/scoped-read";
import type { MarkLetter } from "../marks";

export type StudentMarks = { section: string; marks: { day: string; mark: MarkLetter }[] };

/** A student's marks over the meetings held, by section: as far as the read's scope reaches. */
export async function listStudentMarks(read: ScopedRead, student: string): Promise<StudentMarks[]> {
  const rows = await read.query<StudentMarks>(
    `SELECT s.id AS section, jsonb_agg(jsonb_build_object('day', m.held_on, 'mark', coalesce(left(a.status, 1), '-')) ORDER BY m.starts_at, m.id) AS marks
     FROM warehouse.fact_enrollment e JOIN warehouse.dim_section s USING (section_key)
     JOIN warehouse.dim_meeting m ON m.section_key = s.section_key AND m.status = 'held' AND m.held_on IS NOT NULL
     LEFT JOIN warehouse.fact_attendance a ON a.meeting_key = m.meeting_key AND a.student = e.student
     WHERE e.student = $1 GROUP BY s.id`,
    [student],
  );
  return rows.rows;
}
