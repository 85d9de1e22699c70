import type { PoolClient } from "pg";
import { BellwetherError } from "@/lib/platform/errors";
import { activeGrant } from "./active-grant";

/** Who can manage access now, and whether that has an end. */
export type RemainingAdministrator = { userId: string; forGood: boolean };

type Moment = { now: Date; demo: boolean };

export async function remainingAdministrators(
  client: Pick<PoolClient, "query">,
  { now, demo }: Moment,
): Promise<readonly RemainingAdministrator[]> {
  const found = await client.query<RemainingAdministrator>(
    `SELECT u.id AS "userId", bool_or(g.ends_at IS NULL) AS "forGood"
     FROM app."user" u JOIN app.role_grant g ON g.user_id = u.id JOIN app.role r ON r.id = g.role
     WHERE u.disabled_at IS NULL AND (NOT u.demo OR $2) AND ${activeGrant("g", "$1")}
       AND g.scope->>'kind' = 'institution' AND 'access:manage' = ANY (r.permissions)
     GROUP BY u.id`,
    [now, demo],
  );
  return found.rows;
}

/**
 * Nobody shuts themselves out, and somebody remains who can let others in, for good where there was such a one
 * before. Throws conflict.
 */
export function refuseLockout(
  before: readonly RemainingAdministrator[],
  after: readonly RemainingAdministrator[],
  { userId }: { userId: string | null },
): void {
  const holds = (some: readonly RemainingAdministrator[]) => some.some((one) => one.userId === userId);
  if (holds(before) && !holds(after)) {
    throw new BellwetherError("conflict", "This would end your own administration.", { field: "access:manage", rule: "own-access" });
  }
  const lost = before.length > 0 && after.length === 0;
  const lostForGood = before.some((one) => one.forGood) && !after.some((one) => one.forGood);
  if (!lost && !lostForGood) return;
  throw new BellwetherError("conflict", "No administrator would remain whose access does not end.", {
    field: "access:manage",
    rule: "last-administrator",
  });
}
