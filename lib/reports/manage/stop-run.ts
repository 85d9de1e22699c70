import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { cancelRun } from "../runs/cancel-run";
import type { Editor } from "./editor";
import { findRun } from "./find-run";
import { auditReport } from "./in-report-audit";

/** Nobody who was not sent it yet is. Throws not-found, and conflict where the run is over. */
export async function stopRun(database: Database, editor: Editor, id: string, now: Date): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const { name, schedule } = await findRun(client, editor, id);
    if (!(await cancelRun(client, id, now)))
      throw new BellwetherError("conflict", "This run is over, or being cancelled already.", { field: "id", rule: "over" });
    await auditReport(client, { actor: editor.actor, action: "report.cancelled", id: schedule ?? id, detail: { name, run: id } });
  });
}
