import { type Database, withTransaction } from "@/lib/platform/database";
import type { Editor } from "./editor";
import { findScheduleHead } from "./find-schedule";
import { auditReport } from "./in-report-audit";

/** Nothing more is sent by it until it is resumed. Throws not-found. */
export const pauseSchedule = (database: Database, editor: Editor, id: string, now: Date) =>
  setPaused(database, editor, id, { paused: true, now });

/** What was due while it was paused is not made up for. Throws not-found. */
export const resumeSchedule = (database: Database, editor: Editor, id: string, now: Date) =>
  setPaused(database, editor, id, { paused: false, now });

async function setPaused(database: Database, editor: Editor, id: string, { paused, now }: { paused: boolean; now: Date }): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const { pausedAt, name, owner } = await findScheduleHead(client, editor, id, { lock: true });
    if ((pausedAt !== null) === paused) return;
    await client.query(
      `UPDATE app.report_schedule SET paused_at = $2,
         decided_through = CASE WHEN $2::timestamptz IS NULL THEN greatest(decided_through, $3) ELSE decided_through END WHERE id = $1`,
      [id, paused ? now : null, now],
    );
    const action = paused ? "report.paused" : "report.resumed";
    await auditReport(client, { actor: editor.actor, action, id, detail: { name, owner: `user:${owner}` } });
  });
}
