import type { PoolClient } from "pg";

/**
 * Partitions are leased by an advisory lock of the session: whoever dies loses them at once, without a
 * clock. Each take-over raises the epoch, and a commit under an older epoch is refused (fencing), so that
 * a holder whose lock was lost unnoticed writes nothing more.
 */
const leaseSpace = 715_204;
/** A lock of the session's own says that a member lives: one that was killed takes nobody's share from then on. */
const memberSpace = 715_210;
const consumer = "aggregator";
/** A member that lives, but was not heard of for this long, no longer counts when partitions are shared out. */
const memberTimeout = "10 seconds";

export type Lease = { partition: number; epoch: string };

/** Called once on each connection, before leases are taken on it. */
export async function enter(client: PoolClient, member: string): Promise<void> {
  await client.query("SELECT pg_advisory_lock($1, hashtext($2))", [memberSpace, member]);
}

/** Takes up to this member's fair share, and gives back what is above it; false where less was free. Called between batches only. */
export async function balanceLeases(client: PoolClient, member: string, held: Map<number, Lease>): Promise<boolean> {
  const share = await fairShare(client, member);
  for (const lease of [...held.values()].slice(share)) {
    await client.query("SELECT pg_advisory_unlock($1, $2)", [leaseSpace, lease.partition]);
    held.delete(lease.partition);
  }
  if (held.size >= share) return true;
  const partitions = await client.query<{ partition: number }>(
    "SELECT partition FROM log.consumer WHERE consumer = $1 ORDER BY partition",
    [consumer],
  );
  for (const { partition } of partitions.rows) {
    if (held.size >= share) return true;
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
  return held.size >= share;
}

async function fairShare(client: PoolClient, member: string): Promise<number> {
  await client.query(
    `INSERT INTO log.consumer_member (consumer, member, seen_at) VALUES ($1, $2, now())
     ON CONFLICT (consumer, member) DO UPDATE SET seen_at = now()`,
    [consumer, member],
  );
  const counted = await client.query<{ partitions: number; members: number }>(
    `SELECT (SELECT count(*) FROM log.consumer WHERE consumer = $1)::int AS partitions,
       (SELECT count(*) FROM log.consumer_member WHERE consumer = $1 AND seen_at > now() - interval '${memberTimeout}' AND hashtext(member) IN
         (SELECT objid::bigint::bit(32)::int FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = $2::int
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())))::int AS members`,
    [consumer, memberSpace],
  );
  const { partitions, members } = counted.rows[0] ?? { partitions: 0, members: 1 };
  return Math.ceil(partitions / Math.max(1, members));
}

export async function leave(client: PoolClient, member: string, held: Map<number, Lease>): Promise<void> {
  await client.query("SELECT pg_advisory_unlock_all()");
  held.clear();
  await client.query("DELETE FROM log.consumer_member WHERE consumer = $1 AND member = $2", [consumer, member]);
}
