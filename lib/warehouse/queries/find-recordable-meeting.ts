import { sectionHeldInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { BellwetherError } from "@/lib/platform/errors";
import { instantSql } from "@/lib/platform/instant-sql";

export type RecordableMeeting = {
  section: string;
  /** UTC, milliseconds. */
  startsAt: string;
  /** Its local day in the institution's zone. */
  day: string;
  status: "planned" | "held" | "cancelled";
  recordedAt: string | null;
};

/** A meeting whose section is in the read's scope by itself; not-found where it is unknown or out of it, both alike. */
export async function findRecordableMeeting(read: ScopedRead, meeting: string): Promise<RecordableMeeting> {
  const rows = await read.query<RecordableMeeting>(
    `SELECT s.id AS section, ${instantSql("m.starts_at")} AS "startsAt", m.held_on AS day, m.status, ${instantSql("m.recorded_at")} AS "recordedAt"
     FROM warehouse.dim_meeting m JOIN warehouse.dim_section s USING (section_key)
     WHERE m.id = $1 AND m.starts_at IS NOT NULL AND m.status IS NOT NULL AND ${sectionHeldInScope("m.section_key")}`,
    [meeting],
  );
  if (rows.rows[0] !== undefined) return rows.rows[0];
  throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "meeting" });
}
