import type { PoolClient } from "pg";

/** Stages the next events of partitions, from where the consumer is, in the temporary table `batch`; returns how many. */
export async function stageBatch(client: PoolClient, partitions: readonly number[], limit: number): Promise<number> {
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
