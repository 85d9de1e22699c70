import { type Database, withTransaction } from "@/lib/platform/database";
import type { Held } from "./held";
import { holdRun } from "./hold-run";
import { deliveryMove, renderingMove } from "./moves";
import type { Cause } from "./run-problem";

/** It is tried again then. */
export async function putRenderingOff({ owner }: Database, { id, lease }: Held, cause: Cause, nextTryAt: Date): Promise<void> {
  const { from, to } = renderingMove("put-off");
  await owner.query(
    `UPDATE app.report_rendering SET state = $3, lease_until = NULL, problem = $4::jsonb, next_try_at = $5
     WHERE id = $1 AND lease = $2 AND state = ANY($6::text[])`,
    [id, lease, to, JSON.stringify(cause), nextTryAt, from],
  );
}

/** The process ends in its midst: another one may begin at once, and this was no try. */
export async function giveRenderingBack({ owner }: Database, { id, lease }: Held): Promise<void> {
  const { from, to } = renderingMove("put-off");
  await owner.query(
    "UPDATE app.report_rendering SET state = $3, lease_until = NULL, attempts = attempts - 1 WHERE id = $1 AND lease = $2 AND state = ANY($4::text[])",
    [id, lease, to, from],
  );
}

/** It is tried no more, and whoever waits for it is sent nothing (REPORT-1). */
export function giveRenderingUp(database: Database, { id, lease, run }: Held & { run: string }, cause: Cause, now: Date): Promise<void> {
  const { from, to } = renderingMove("given-up");
  const deliveries = deliveryMove("given-up");
  return withTransaction(database.owner, async (client) => {
    await holdRun(client, run);
    const ended = await client.query(
      `UPDATE app.report_rendering SET state = $3, lease_until = NULL, problem = $4::jsonb, ended_at = $5
       WHERE id = $1 AND lease = $2 AND state = ANY($6::text[])`,
      [id, lease, to, JSON.stringify(cause), now, from],
    );
    if (ended.rowCount === 0) return;
    await client.query("UPDATE app.report_delivery SET state = $2, detail = $3 WHERE rendering = $1 AND state = ANY($4::text[])", [
      id,
      deliveries.to,
      cause.message,
      deliveries.from,
    ]);
  });
}
