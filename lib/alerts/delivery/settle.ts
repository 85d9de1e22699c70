import type { PoolClient } from "pg";
import { pauseAfter } from "./backoff";
import type { ClaimedDelivery } from "./claim";

/** What came of an attempt. `later` counts as failed where it was the last. */
export type Settled = { outcome: "sent" | "failed" | "withheld" | "later"; detail: string };

/** Writes it down, unless the lease was lost meanwhile: then another process has it. */
export async function settle(
  client: Pick<PoolClient, "query">,
  deliveries: readonly ClaimedDelivery[],
  { outcome, detail }: Settled,
  now: Date,
): Promise<void> {
  for (const { id, lease, attempts } of deliveries) {
    const pause = outcome === "later" ? pauseAfter(attempts) : null;
    const state = outcome !== "later" ? outcome : pause === null ? "failed" : "waiting";
    await client.query(
      `UPDATE app.notification_delivery SET state = $3, detail = $4, lease_until = NULL, sent_at = $5, next_try_at = coalesce($6, next_try_at)
       WHERE id = $1 AND lease = $2 AND state = 'sending'`,
      [id, lease, state, detail.slice(0, 500), state === "sent" ? now : null, pause === null ? null : new Date(now.getTime() + pause)],
    );
  }
}
