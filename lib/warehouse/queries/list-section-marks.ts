import type { ScopedRead } from "@/lib/access/scoped-read";
import { marksInOrder, type PlacedMarks } from "../marks";

/**
 * Each student's marks over the section's meetings, as a letter a meeting in the order of getSectionRoll
 * (lib/warehouse/marks.ts). To be read in the same transaction as it.
 */
export async function listSectionMarks(read: ScopedRead, section: string): Promise<Map<string, string>> {
  const rows = await read.query<PlacedMarks & { student: string }>(
    `WITH meeting AS (SELECT m.meeting_key, (row_number() OVER (ORDER BY m.starts_at, m.id))::int - 1 AS place
       FROM warehouse.dim_meeting m JOIN warehouse.dim_section s USING (section_key)
       WHERE s.id = $1 AND m.held_on IS NOT NULL AND m.status IS NOT NULL)
     SELECT a.student, array_agg(place ORDER BY place) AS places, string_agg(left(a.status, 1), '' ORDER BY place) AS letters
     FROM warehouse.fact_attendance a JOIN meeting USING (meeting_key) GROUP BY a.student`,
    [section],
  );
  return new Map(rows.rows.map((row) => [row.student, marksInOrder(row)]));
}
