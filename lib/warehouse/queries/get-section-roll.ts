import { sectionHeldInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { instantSql } from "@/lib/platform/instant-sql";
import type { Meeting } from "../choose-meeting";
import { absencesAllowed, meetingsPlanned } from "./absence-rules";

export type SectionRoll = {
  meetingsPlanned: number | null;
  meetingsHeld: number;
  /** Absences that a student may have; one more means F. */
  absencesAllowed: number | null;
  /** The term's meetings in their order of time, cancelled ones too. */
  meetings: Meeting[];
};

/** How far the section is, and its meetings. Null: no such section. */
export async function getSectionRoll(read: ScopedRead, section: string, limit: number): Promise<SectionRoll | null> {
  const rows = await read.query<SectionRoll>(
    `SELECT ${meetingsPlanned("s")} AS "meetingsPlanned",
       (SELECT count(*)::int FROM warehouse.dim_meeting m WHERE m.section_key = s.section_key AND m.status = 'held') AS "meetingsHeld",
       ${absencesAllowed(meetingsPlanned("s"), "$2")} AS "absencesAllowed",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'startsAt', ${instantSql("m.starts_at")},
          'day', m.held_on, 'status', m.status, 'hasRoll', m.rolls > 0,
          'rolls', CASE WHEN ${sectionHeldInScope("s.section_key")} THEN m.rolls END) ORDER BY m.starts_at, m.id), '[]')
        FROM warehouse.dim_meeting m WHERE m.section_key = s.section_key AND m.held_on IS NOT NULL AND m.status IS NOT NULL) AS meetings
     FROM warehouse.dim_section s WHERE s.id = $1`,
    [section, limit],
  );
  return rows.rows[0] ?? null;
}
