import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { runNow } from "../runs/run-now";
import type { Editor } from "./editor";
import { findSchedule } from "./find-schedule";
import { auditReport } from "./in-report-audit";

/**
 * Runs a report by hand, as it is saved. One at a time: what was clicked twice is not sent twice. Throws not-found, and
 * conflict while one that was run by hand is under way, or where it cannot be read.
 */
export async function startRun(database: Database, editor: Editor, id: string, now: Date): Promise<{ run: string }> {
  return withTransaction(database.owner, async (client) => {
    const { name, owner } = await findSchedule(client, editor, id, { lock: true });
    const open = await client.query(
      "SELECT FROM app.report_run WHERE schedule = $1 AND purpose = 'now' AND state IN ('waiting', 'working') LIMIT 1",
      [id],
    );
    if (open.rowCount !== 0)
      throw new BellwetherError("conflict", "A run of this report by hand is under way.", { field: "id", rule: "running" });
    const run = await runNow(client, id, { now });
    await auditReport(client, { actor: editor.actor, action: "report.started", id, detail: { name, owner: `user:${owner}`, run } });
    return { run };
  });
}
