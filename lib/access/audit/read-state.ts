import type { Database } from "@/lib/platform/database";
import { instantSql } from "@/lib/platform/instant-sql";
import { type AuditState, auditStateSchema } from "./audit-shape";

/** How many entries there are, how far and when they were last verified, and the last signed head. */
export async function readAuditState(database: Database): Promise<AuditState> {
  const found = await database.owner.query(
    `SELECT (SELECT entries::float8 FROM app.audit_head) AS entries,
       (SELECT jsonb_build_object('at', ${instantSql("at")}, 'through', entries, 'anchors', anchors, 'finding', finding)
         FROM app.audit_check ORDER BY at DESC LIMIT 1) AS "check",
       (SELECT jsonb_build_object('at', ${instantSql("at")}, 'entries', entries, 'key', key)
         FROM app.audit_anchor ORDER BY entries DESC, id DESC LIMIT 1) AS anchor`,
  );
  return auditStateSchema.parse(found.rows[0]);
}
