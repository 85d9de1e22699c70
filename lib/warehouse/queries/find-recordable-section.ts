import { sectionHeldInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { BellwetherError } from "@/lib/platform/errors";

export type RecordableSection = {
  startsOn: string | null;
  endsOn: string | null;
  /** The meeting that begins at the moment asked for, cancelled ones aside. */
  meetingThen: string | null;
};

/** A section that is in the read's scope by itself; not-found where it is unknown or out of it, both alike. */
export async function findRecordableSection(read: ScopedRead, section: string, at: string): Promise<RecordableSection> {
  const rows = await read.query<RecordableSection>(
    `SELECT t.starts_on AS "startsOn", t.ends_on AS "endsOn",
       (SELECT m.id FROM warehouse.dim_meeting m WHERE m.section_key = s.section_key AND m.starts_at = $2 AND m.status <> 'cancelled'
        ORDER BY m.id LIMIT 1) AS "meetingThen"
     FROM warehouse.dim_section s LEFT JOIN warehouse.dim_term t USING (term_key)
     WHERE s.id = $1 AND ${sectionHeldInScope("s.section_key")}`,
    [section, at],
  );
  if (rows.rows[0] !== undefined) return rows.rows[0];
  throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "section" });
}
