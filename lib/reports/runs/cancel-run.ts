import type { PoolClient } from "pg";
import { deliveryMove, renderingMove, runMove } from "./moves";

/**
 * Nobody who was not sent it yet is. What a mail server is being told at this moment goes its way. Within the caller's
 * transaction, which decides who may; false where the run is over, or was cancelled before.
 */
export async function cancelRun(client: Pick<PoolClient, "query">, run: string, now: Date): Promise<boolean> {
  const found = await client.query(
    "UPDATE app.report_run SET cancel_asked_at = $2 WHERE id = $1 AND state IN ('waiting', 'working') AND cancel_asked_at IS NULL RETURNING state",
    [run, now],
  );
  if (found.rowCount === 0) return false;
  const [rendering, delivery, whole] = [renderingMove("cancelled"), deliveryMove("cancelled"), runMove("cancelled")];
  await client.query("UPDATE app.report_delivery SET state = $2, lease_until = NULL WHERE run = $1 AND state = ANY($3::text[])", [
    run,
    delivery.to,
    delivery.from,
  ]);
  await client.query(
    "UPDATE app.report_rendering SET state = $2, lease_until = NULL, lease = lease + 1, ended_at = $4 WHERE run = $1 AND state = ANY($3::text[])",
    [run, rendering.to, rendering.from, now],
  );
  await client.query(
    `UPDATE app.report_run r SET state = $2, ended_at = $3 WHERE id = $1 AND state = ANY($4::text[])
       AND NOT EXISTS (SELECT FROM app.report_delivery d WHERE d.run = r.id AND d.state = 'sending')`,
    [run, whole.to, now, whole.from],
  );
  return true;
}
