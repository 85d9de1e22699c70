import type { ScopedRead } from "@/lib/access/scoped-read";
import { instantSql } from "@/lib/platform/instant-sql";

export type RollRow = {
  student: string;
  /** Null: nothing recorded yet. */
  status: "present" | "late" | "absent" | "excused" | null;
  recordedAt: string | null;
  source: string | null;
  eventId: string | null;
};

/** The rows that a meeting's roll has or may have: whoever is or was enrolled in its section, and whoever is on it. */
export async function listRollRows(read: ScopedRead, meeting: string): Promise<RollRow[]> {
  const rows = await read.query<RollRow>(
    `WITH meeting AS (SELECT meeting_key, section_key FROM warehouse.dim_meeting WHERE id = $1),
     mark AS (SELECT a.* FROM warehouse.fact_attendance a JOIN meeting USING (meeting_key))
     SELECT student, mark.status, ${instantSql("mark.recorded_at")} AS "recordedAt", mark.source, mark.event_id AS "eventId"
     FROM (SELECT student FROM mark UNION SELECT e.student FROM warehouse.fact_enrollment e JOIN meeting USING (section_key)) rows
     LEFT JOIN mark USING (student) ORDER BY student`,
    [meeting],
  );
  return rows.rows;
}
