import type { Staged } from "@/lib/event-log/event-log";
import { BellwetherError } from "@/lib/platform/errors";
import type { Lease } from "./leases";
import type { Queryable } from "./queryable";

/**
 * Moves the consumed offsets past the batch, in the batch's own transaction (EXACT-2). Throws where a
 * lease was taken over since, also where all that was read of a partition was passed over: the transaction is
 * then undone as a whole.
 */
export async function consumeBatch(client: Queryable, leases: Iterable<Lease>, passed: Staged["passed"] = []): Promise<void> {
  const held = [...leases];
  const moved = await client.query<{ fenced: number }>(
    `WITH held AS (SELECT unnest($1::smallint[]) AS partition, unnest($2::bigint[]) AS epoch),
     read AS (
       SELECT partition, max(past) AS next_offset, max(arrived_on) AS arrived_on
       FROM (SELECT partition, "offset" + 1 AS past, arrived_on FROM batch
         UNION ALL SELECT unnest($3::smallint[]), NULL, NULL) taken
       GROUP BY partition),
     moved AS (
       UPDATE log.consumer consumer SET next_offset = coalesce(read.next_offset, consumer.next_offset),
         arrived_on = coalesce(read.arrived_on, consumer.arrived_on)
       FROM read JOIN held USING (partition)
       WHERE consumer.consumer = 'aggregator' AND consumer.partition = read.partition AND consumer.lease_epoch = held.epoch
       RETURNING consumer.partition)
     SELECT ((SELECT count(*) FROM read) - (SELECT count(*) FROM moved))::int AS fenced`,
    [held.map((lease) => lease.partition), held.map((lease) => lease.epoch), passed],
  );
  if (moved.rows[0]?.fenced !== 0) {
    throw new BellwetherError("conflict", "A partition's lease was taken over; the batch is undone.", {
      partitions: held.map((lease) => lease.partition),
    });
  }
}
