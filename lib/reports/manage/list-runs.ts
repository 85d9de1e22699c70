import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import type { Editor } from "./editor";
import { findScheduleHead } from "./find-schedule";
import { listedRunSql } from "./listed-run";
import { type ListedRun, lastRunSchema } from "./schedule-shapes";

/** So many are shown; the archive has all. */
const most = 50;
const rowSchema = z.object({ run: lastRunSchema });

/** The runs of a report, the latest first, previews left out. Throws not-found. */
export async function listRuns(database: Database, editor: Editor, id: string): Promise<ListedRun[]> {
  const schedule = await findScheduleHead(database.owner, editor, id);
  const found = await database.owner.query(
    `SELECT ${listedRunSql("r")} AS run FROM app.report_run r WHERE r.schedule = $1 AND r.purpose <> 'preview'
     ORDER BY r.fired_at DESC, r.id LIMIT ${most}`,
    [schedule.id],
  );
  return found.rows.map((row) => rowSchema.parse(row).run);
}
