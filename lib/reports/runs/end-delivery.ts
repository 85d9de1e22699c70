import type { PoolClient } from "pg";
import { type Database, withTransaction } from "@/lib/platform/database";
import { mailLease } from "@/lib/platform/mail/mail-times";
import { inOwnWord } from "@/lib/platform/mail/own-words";
import type { Held } from "./held";
import { holdRun } from "./hold-run";
import { deliveryMove } from "./moves";
import type { DeliveryEvent } from "./states";

type HeldOfRun = Held & { run: { id: string } };

/**
 * Written before a server is spoken to: what is found so later may have been sent. The lease is drawn out over all that a
 * server may take from now on. False where it was lost, or the run is cancelled, which is waited for where it is just being.
 */
export async function beginSending({ owner }: Database, { id, lease, run }: HeldOfRun, now: Date): Promise<boolean> {
  const { from, to } = deliveryMove("begun");
  const begun = await owner.query(
    `UPDATE app.report_delivery d SET state = $3, attempts = attempts + 1, lease_until = $5
     FROM (SELECT id FROM app.report_run WHERE id = $6 AND cancel_asked_at IS NULL FOR SHARE) r
     WHERE d.id = $1 AND d.run = r.id AND d.lease = $2 AND d.state = ANY($4::text[])`,
    [id, lease, to, [...from, to], new Date(now.getTime() + mailLease), run.id],
  );
  return begun.rowCount === 1;
}

export type Ending = Extract<DeliveryEvent, "accepted" | "archived" | "refused" | "given-up" | "withheld">;

/** What became of it, with what the server said or why. Nothing is written by who lost the lease. */
export async function endDelivery(
  { owner }: Database,
  { id, lease }: Held,
  event: Ending,
  { detail, now }: { detail: string; now: Date },
): Promise<void> {
  const { from, to } = deliveryMove(event);
  const isThere = event === "accepted" || event === "archived";
  await owner.query(
    `UPDATE app.report_delivery SET state = $3, lease_until = NULL, detail = $4, sent_at = CASE WHEN $5::boolean THEN $6::timestamptz ELSE sent_at END
     WHERE id = $1 AND lease = $2 AND state = ANY($7::text[])`,
    [id, lease, to, detail, isThere, now, from],
  );
}

/** It is tried again then; where its run was cancelled meanwhile it is not. */
export function putDeliveryOff({ owner }: Database, { id, lease, run }: HeldOfRun, detail: string, nextTryAt: Date): Promise<void> {
  const { from, to } = deliveryMove("put-off");
  return withTransaction(owner, async (client) => {
    const becomes = (await holdRun(client, run.id)) ? to : deliveryMove("cancelled").to;
    await client.query(
      `UPDATE app.report_delivery SET state = $3, lease_until = NULL, detail = $4, next_try_at = $5
       WHERE id = $1 AND lease = $2 AND state = ANY($6::text[])`,
      [id, lease, becomes, detail, nextTryAt, from],
    );
  });
}

/** Its run is cancelled, and nobody sends it. Of what was being sent when its process ended it is not known whether it was. */
export async function endCancelled(client: Pick<PoolClient, "query">, { id, lease }: Held): Promise<void> {
  const { from, to } = deliveryMove("cancelled");
  await client.query(
    `UPDATE app.report_delivery SET state = $3, lease_until = NULL, detail = CASE WHEN state = 'sending' THEN $4 ELSE detail END
     WHERE id = $1 AND lease = $2 AND state = ANY($5::text[])`,
    [id, lease, to, inOwnWord("maybe-sent"), [...from, ...deliveryMove("put-off").from]],
  );
}

/** It could not even be begun: a try as any other, so that it comes to an end. */
export async function countFailure({ owner }: Database, { id, lease }: Held, nextTryAt: Date): Promise<void> {
  await owner.query(
    "UPDATE app.report_delivery SET attempts = attempts + 1, lease_until = NULL, next_try_at = $3 WHERE id = $1 AND lease = $2 AND state IN ('waiting', 'sending')",
    [id, lease, nextTryAt],
  );
}

/** Nothing was done: another process may take it at once. */
export async function giveDeliveryBack({ owner }: Database, { id, lease }: Held): Promise<void> {
  await owner.query("UPDATE app.report_delivery SET lease_until = NULL WHERE id = $1 AND lease = $2", [id, lease]);
}
