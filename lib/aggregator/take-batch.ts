import type { PoolClient } from "pg";
import { BellwetherError } from "@/lib/platform/errors";
import type { Lease } from "./leases";

/** Stages the next events of the leased partitions in the temporary table `batch`; returns how many. */
export async function stageBatch(client: PoolClient, leases: Iterable<Lease>, limit: number): Promise<number> {
  const partitions = [...leases].map((lease) => lease.partition);
  if (partitions.length === 0) return 0;
  const staged = await client.query(
    `INSERT INTO batch (partition, "offset", arrived_on, arrived_at, type, source, event_id, occurred_at, recorded_at, data)
     SELECT e.* FROM log.consumer consumer CROSS JOIN LATERAL (
       SELECT partition, "offset", arrived_on, arrived_at, type, source, event_id, occurred_at, recorded_at, data
       FROM log.event
       WHERE partition = consumer.partition AND "offset" >= consumer.next_offset AND arrived_on >= consumer.arrived_on
       ORDER BY arrived_on, "offset" LIMIT $2) e
     WHERE consumer.consumer = 'aggregator' AND consumer.partition = ANY($1)`,
    [partitions, Math.ceil(limit / partitions.length)],
  );
  return staged.rowCount ?? 0;
}

/**
 * Moves the consumed offsets past the batch, in the batch's own transaction (EXACT-2). Throws where a
 * lease was taken over since: the transaction is then undone as a whole.
 */
export async function consumeBatch(client: PoolClient, leases: Iterable<Lease>): Promise<void> {
  const held = [...leases];
  const moved = await client.query<{ fenced: number }>(
    `WITH held AS (SELECT unnest($1::smallint[]) AS partition, unnest($2::bigint[]) AS epoch),
     read AS (SELECT partition, max("offset") + 1 AS next_offset, max(arrived_on) AS arrived_on FROM batch GROUP BY partition),
     moved AS (
       UPDATE log.consumer consumer SET next_offset = read.next_offset, arrived_on = read.arrived_on
       FROM read JOIN held USING (partition)
       WHERE consumer.consumer = 'aggregator' AND consumer.partition = read.partition AND consumer.lease_epoch = held.epoch
       RETURNING consumer.partition)
     SELECT ((SELECT count(*) FROM read) - (SELECT count(*) FROM moved))::int AS fenced`,
    [held.map((lease) => lease.partition), held.map((lease) => lease.epoch)],
  );
  if (moved.rows[0]?.fenced !== 0) {
    throw new BellwetherError("conflict", "A partition's lease was taken over; the batch is undone.", {
      partitions: held.map((lease) => lease.partition),
    });
  }
}
