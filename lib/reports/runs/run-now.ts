import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { BellwetherError } from "@/lib/platform/errors";
import type { Recipient } from "../recipients-shape";
import { insertRun } from "./insert-run";
import { scheduleColumns, scheduleRowSchema } from "./schedule-row";

/**
 * Runs a schedule now, as it stands, also where it is paused; its times stay as they are. `recipients`: others than its own,
 * such as whoever tries it alone. Within the caller's transaction, which decides who may. Throws not-found.
 */
export async function runNow(
  client: Pick<PoolClient, "query">,
  schedule: string,
  { recipients, now }: { recipients?: readonly Recipient[]; now: Date },
): Promise<string> {
  const found = await client.query(`SELECT ${scheduleColumns} FROM app.report_schedule WHERE id = $1 AND removed_at IS NULL FOR SHARE`, [
    schedule,
  ]);
  const row: unknown = found.rows[0];
  if (row === undefined) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "schedule" });
  const { owner, name, content, delivery, ...kept } = scheduleRowSchema.parse(row);
  const id = randomUUID();
  const of = { id, schedule, owner, name, content, delivery, recipients: recipients ?? kept.recipients };
  await insertRun(client, { ...of, purpose: "now", dueAt: now, state: "waiting", late: false }, now);
  return id;
}
