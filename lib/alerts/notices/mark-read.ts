import type { Database } from "@/lib/platform/database";

/** One that a user was told, or all: ids of others' are as unknown ones, and nothing happens. */
export async function markRead(database: Database, userId: string, id: string | null, now: Date): Promise<void> {
  await database.owner.query(
    "UPDATE app.notification SET read_at = $3 WHERE user_id = $1 AND read_at IS NULL AND ($2::uuid IS NULL OR id = $2)",
    [userId, id, now],
  );
}
