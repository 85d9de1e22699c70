import { sectionHeldInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";

/** Whether a section is in the read's scope by itself: under a scope of recording, whether its rolls may be kept. */
export async function isRecordableSection(read: ScopedRead, section: string): Promise<boolean> {
  const rows = await read.query(`SELECT FROM warehouse.dim_section s WHERE s.id = $1 AND ${sectionHeldInScope("s.section_key")}`, [
    section,
  ]);
  return rows.rowCount !== 0;
}
