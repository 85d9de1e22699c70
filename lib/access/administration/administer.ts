import type { PoolClient } from "pg";
import { type Database, withTransaction } from "@/lib/platform/database";
import { refuseLockout, remainingAdministrators } from "./lockout";

/** Who changes access, and when. `userId`: null on the command line, which is bound by nobody's grants. */
export type Administrator = {
  /** As the audit names them. */
  actor: string;
  userId: string | null;
  now: Date;
  /** Whether the demo's users can sign in, and so count as administrators. */
  demo: boolean;
};

const accessLock = 0x62_77_61_63;

/**
 * One change of who may what, in one transaction with what the audit says of it. Changes go one at a time over all
 * processes, so that what is checked of one still holds when it is written, and the last administrator stays.
 */
export async function administer<T>(database: Database, by: Administrator, change: (client: PoolClient) => Promise<T>): Promise<T> {
  return withTransaction(database.owner, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [accessLock]);
    const before = await remainingAdministrators(client, by);
    const changed = await change(client);
    refuseLockout(before, await remainingAdministrators(client, by), by);
    return changed;
  });
}
