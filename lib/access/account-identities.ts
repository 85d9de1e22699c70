import type { Database } from "@/lib/platform/database";

export type AccountIdentity = { issuer: string; since: Date; lastUsedAt: Date };

/** Where else a user's sign-in comes from. */
export async function listIdentitiesOf({ owner }: Pick<Database, "owner">, userId: string): Promise<AccountIdentity[]> {
  const found = await owner.query<AccountIdentity>(
    `SELECT issuer, created_at AS since, last_used_at AS "lastUsedAt" FROM app.user_identity WHERE user_id = $1 ORDER BY created_at`,
    [userId],
  );
  return found.rows;
}
