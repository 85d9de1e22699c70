import type { Scope } from "@/lib/access/scope";
import { sectionInScope } from "@/lib/access/scope-sql";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";

/**
 * A section's key and the feed's position, where the scope reaches its students: all of them, or one who is
 * enrolled. Throws not-found, unknown and out of scope alike.
 */
export async function findVisibleSection(database: Database, scope: Scope, section: string): Promise<{ key: number; position: string }> {
  return withScopedRead(database, scope, async (read) => {
    const found = await read.query<{ key: number; position: string }>(
      `SELECT section_key AS key, (SELECT position::text FROM warehouse.feed_head) AS position
       FROM warehouse.dim_section s WHERE id = $1 AND ${sectionInScope("s.section_key")}`,
      [section],
    );
    if (found.rows[0] !== undefined) return found.rows[0];
    throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "section" });
  });
}
