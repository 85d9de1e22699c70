import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { instantSql } from "@/lib/platform/instant-sql";
import { type ArchiveFilter, archiveFilterSql } from "./archive-filter";
import { type ArchivePage, archivedReportSchema } from "./archive-shape";

export const pageSize = 25;
const mostChoices = 100;

const rowsSchema = z.array(z.object({ item: archivedReportSchema, before: z.string() }));

/** Reports that were for this user, the newest first, a page at a time: what became of each, and whether it can be opened. */
export async function listOwnReports(database: Database, user: string, filter: ArchiveFilter, timeZone: string): Promise<ArchivePage> {
  const { where, values } = archiveFilterSql(filter, timeZone);
  const found = await database.owner.query(
    `SELECT d.id AS delivery, d.run, r.name AS report, g.title, r.content->>'period' AS period, ${instantSql("r.due_at")} AS "dueAt", r.late,
       d.state, CASE WHEN d.state IN ('sent', 'refused', 'failed', 'bounced') THEN nullif(d.detail, '') END AS detail,
       ${instantSql("d.sent_at")} AS "sentAt", ${instantSql("d.opened_at")} AS "openedAt",
       ${instantSql("g.processed_through")} AS "dataThrough", g.policy_version AS "policyVersion", g.pages, g.bytes, encode(g.sha256, 'hex') AS checksum,
       CASE WHEN g.state IS DISTINCT FROM 'ready' OR d.state IN ('withheld', 'cancelled') THEN 'none' WHEN p.rendering IS NULL THEN 'expired' ELSE 'ready' END AS document,
       floor(extract(epoch FROM r.due_at) * 1000)::bigint || '.' || d.id AS before
     FROM app.report_delivery d JOIN app.report_run r ON r.id = d.run LEFT JOIN app.report_rendering g ON g.id = d.rendering
     LEFT JOIN app.report_document p ON p.rendering = g.id
     WHERE d.user_id = $1 AND r.purpose <> 'preview' AND ${where}
     ORDER BY r.due_at DESC, d.id DESC LIMIT ${pageSize + 1}`,
    [user, ...values],
  );
  const rows = rowsSchema.parse(found.rows.map(({ before, ...item }) => ({ before, item })));
  const shown = rows.slice(0, pageSize);
  return {
    reports: shown.map(({ item }) => item),
    next: rows.length > pageSize ? (shown.at(-1)?.before ?? null) : null,
    choices: await namesOf(database, user),
  };
}

async function namesOf({ owner }: Database, user: string): Promise<string[]> {
  const found = await owner.query<{ name: string }>(
    `SELECT DISTINCT r.name FROM app.report_delivery d JOIN app.report_run r ON r.id = d.run
     WHERE d.user_id = $1 AND r.purpose <> 'preview' ORDER BY r.name LIMIT ${mostChoices}`,
    [user],
  );
  return found.rows.map(({ name }) => name);
}
