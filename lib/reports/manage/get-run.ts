import type { Database } from "@/lib/platform/database";
import { getRunProgress } from "../runs/get-run-progress";
import type { Editor } from "./editor";
import { findRun } from "./find-run";
import { listRunRecipients } from "./list-run-recipients";
import type { ShownRun } from "./run-shapes";

/** A run as it goes, for whose report it is and for who manages all. Throws not-found. */
export async function getRun(database: Database, editor: Editor, id: string): Promise<ShownRun> {
  const { ownerName, own, ...run } = await findRun(database.owner, editor, id);
  const { problem, firedAt, startedAt, endedAt, ...progress } = await getRunProgress(database, run.id);
  return {
    ...run,
    ...progress,
    owner: { name: ownerName, own },
    firedAt: firedAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    causes: problem?.causes ?? [],
    recipients: await listRunRecipients(database.owner, editor, run.id),
  };
}
