import type { PoolClient } from "pg";

/**
 * Partitions are leased by an advisory lock of the session: whoever dies loses them at once, without a
 * clock. Each take-over raises the epoch, and a commit under an older epoch is refused (fencing), so that
 * a holder whose lock was lost unnoticed writes nothing more.
 */
const leaseSpace = 715_204;
const consumer = "aggregator";
/** A member not heard of for this long no longer counts when partitions are shared out. */
const memberTimeout = "10 seconds";

export type Lease = { partition: number; epoch: string };

/** Takes up to this member's fair share, and gives back what is above it. Called between batches only. */
export async function balanceLeases(client: PoolClient, member: string, held: Map<number, Lease>): Promise<void> {
  const share = await fairShare(client, member);
  for (const lease of [...held.values()].slice(share)) {
    await client.query("SELECT pg_advisory_unlock($1, $2)", [leaseSpace, lease.partition]);
    held.delete(lease.partition);
  }
  if (held.size >= share) return;
  const partitions = await client.query<{ partition: number }>(
    "SELECT partition FROM log.consumer WHERE consumer = $1 ORDER BY partition",
    [consumer],
  );
  for (const { partition } of partitions.rows) {
    if (held.size >= share) return;
    if (held.has(partition)) continue;
    const lock = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS taken", [leaseSpace, partition]);
    if (lock.rows[0]?.taken !== true) continue;
    const raised = await client.query<{ epoch: string }>(
      `UPDATE log.consumer SET lease_epoch = lease_epoch + 1, lease_owner = $3
       WHERE consumer = $1 AND partition = $2 RETURNING lease_epoch AS epoch`,
      [consumer, partition, member],
    );
    const epoch = raised.rows[0]?.epoch;
    if (epoch !== undefined) held.set(partition, { partition, epoch });
  }
}

async function fairShare(client: PoolClient, member: string): Promise<number> {
  await client.query(
    `INSERT INTO log.consumer_member (consumer, member, seen_at) VALUES ($1, $2, now())
     ON CONFLICT (consumer, member) DO UPDATE SET seen_at = now()`,
    [consumer, member],
  );
  const counted = await client.query<{ partitions: number; members: number }>(
    `SELECT (SELECT count(*) FROM log.consumer WHERE consumer = $1)::int AS partitions,
       (SELECT count(*) FROM log.consumer_member WHERE consumer = $1 AND seen_at > now() - interval '${memberTimeout}')::int AS members`,
    [consumer],
  );
  const { partitions, members } = counted.rows[0] ?? { partitions: 0, members: 1 };
  return Math.ceil(partitions / Math.max(1, members));
}

export async function leave(client: PoolClient, member: string, held: Map<number, Lease>): Promise<void> {
  await client.query("SELECT pg_advisory_unlock_all()");
  held.clear();
  await client.query("DELETE FROM log.consumer_member WHERE consumer = $1 AND member = $2", [consumer, member]);
}
