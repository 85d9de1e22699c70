import { withTransaction } from "@/lib/platform/database";
import type { ClaimedDelivery } from "./claim-deliveries";
import { endCancelled } from "./end-delivery";
import { holdRun } from "./hold-run";
import { insertRenderings } from "./insert-renderings";
import { deliveryMove } from "./moves";
import type { RunPorts } from "./ports";
import { previousShares, sinceOf } from "./previous-shares";
import type { Sheet } from "./rendering-order";

/**
 * Lets a delivery wait for a rendering under what its recipient sees now; where another one sees the same that one is
 * shared. Where that failed there is nothing to wait for.
 */
export function renderAnew(
  { database, now, onError }: Pick<RunPorts, "database" | "now" | "onError">,
  { id, lease, recipient, run }: ClaimedDelivery,
  sheet: Pick<Sheet, "content" | "eyes" | "reached" | "locale">,
): Promise<void> {
  const move = deliveryMove("changed-eyes");
  const failed = deliveryMove("given-up");
  return withTransaction(database.owner, async (client) => {
    if (!(await holdRun(client, run.id))) return endCancelled(client, { id, lease });
    const held = await client.query("SELECT FROM app.report_delivery WHERE id = $1 AND lease = $2 AND state = ANY($3::text[]) FOR UPDATE", [
      id,
      lease,
      ["waiting", ...move.from],
    ]);
    if (held.rowCount === 0) return;
    const previous = await previousShares(client, { schedule: run.schedule, before: run.id }, [recipient], onError);
    const since = sinceOf(previous.get(recipient), sheet, sheet.content);
    const [rendering] = await insertRenderings(client, run.id, [{ ...sheet, ...since }], now());
    // Whoever gives it up at this moment comes before or after, and finds the delivery.
    await client.query("SELECT FROM app.report_rendering WHERE id = $1 FOR SHARE", [rendering]);
    await client.query(
      `UPDATE app.report_delivery d SET rendering = g.id, lease_until = NULL,
         state = CASE WHEN g.state IN ('failed', 'cancelled') THEN $3 ELSE $4 END,
         detail = CASE WHEN g.state IN ('failed', 'cancelled') THEN coalesce(g.problem->>'message', d.detail) ELSE d.detail END
       FROM app.report_rendering g WHERE d.id = $1 AND g.id = $2`,
      [id, rendering, failed.to, move.to],
    );
  });
}
