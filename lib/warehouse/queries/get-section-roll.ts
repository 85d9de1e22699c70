import type { ScopedRead } from "@/lib/access/scoped-read";
import { meetingsPlanned } from "./absence-rules";

export type SectionRoll = {
  meetingsPlanned: number | null;
  meetingsHeld: number;
  /** Absences that a student may have; one more means F. */
  absencesAllowed: number | null;
  meeting: { id: string; startsAt: string; status: "planned" | "held" | "cancelled"; isToday: boolean; rolls: number } | null;
};

/** How far the section is, and the meeting whose roll is of interest: today's, else the latest with a roll. Null: no such section. */
export async function getSectionRoll(read: ScopedRead, section: string, limit: number, today: string): Promise<SectionRoll | null> {
  const rows = await read.query<SectionRoll>(
    `SELECT ${meetingsPlanned("s")} AS "meetingsPlanned",
       (SELECT count(*)::int FROM warehouse.dim_meeting m WHERE m.section_key = s.section_key AND m.status = 'held') AS "meetingsHeld",
       floor(${meetingsPlanned("s")} * $2::numeric)::int AS "absencesAllowed",
       (SELECT jsonb_build_object('id', m.id, 'startsAt', to_char(m.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
          'status', m.status, 'isToday', m.held_on = $3::date, 'rolls', m.rolls)
        FROM warehouse.dim_meeting m
        WHERE m.section_key = s.section_key AND m.held_on <= $3::date AND (m.held_on = $3::date OR (m.status = 'held' AND m.rolls > 0))
        ORDER BY (m.held_on = $3::date) DESC, m.rolls > 0 DESC, m.starts_at DESC, m.id LIMIT 1) AS meeting
     FROM warehouse.dim_section s WHERE s.id = $1`,
    [section, limit, today],
  );
  return rows.rows[0] ?? null;
}
