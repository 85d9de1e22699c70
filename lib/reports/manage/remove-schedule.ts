import { type Database, withTransaction } from "@/lib/platform/database";
import type { Editor } from "./editor";
import { findScheduleHead } from "./find-schedule";
import { auditReport } from "./in-report-audit";

/** Ends a report for good; what it sent stays in the archive. Throws not-found. */
export async function removeSchedule(database: Database, editor: Editor, id: string, now: Date): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const { name, owner } = await findScheduleHead(client, editor, id, { lock: true });
    await client.query("UPDATE app.report_schedule SET removed_at = $2 WHERE id = $1", [id, now]);
    await auditReport(client, { actor: editor.actor, action: "report.removed", id, detail: { name, owner: `user:${owner}` } });
  });
}
