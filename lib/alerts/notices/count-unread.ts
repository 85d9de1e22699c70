import type { PoolClient } from "pg";

/** What each of these users has not read yet. */
export async function countUnread(client: Pick<PoolClient, "query">, users: readonly string[]): Promise<Map<string, number>> {
  const found = await client.query<{ user: string; unread: number }>(
    `SELECT user_id AS user, count(*)::int AS unread FROM app.notification WHERE user_id = ANY($1::uuid[]) AND read_at IS NULL GROUP BY user_id`,
    [users],
  );
  const counts = new Map(users.map((user) => [user, 0]));
  for (const { user, unread } of found.rows) counts.set(user, unread);
  return counts;
}
