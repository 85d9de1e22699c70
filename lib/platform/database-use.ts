import pg from "pg";

const usersLock = 715_205;

/** A process that uses an embedded database. */
export type DatabaseUse = {
  /** Says that this process is done. The last one ends the database by `end`, while nobody else can join. */
  leave(end: () => Promise<void>): Promise<void>;
};

/**
 * Joins the users of an embedded database: a server, a second one on the same data, commands beside them.
 * Each holds a shared lock of its session, which is lost with its process, however that ends.
 */
export async function joinUsers(url: string): Promise<DatabaseUse> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined); // the database is gone: nobody uses it any more
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock_shared($1)", [usersLock]);
  } catch (error) {
    await client.end();
    throw error;
  }
  return {
    async leave(end) {
      const last = await isLast(client);
      try {
        // The exclusive lock is held until the database is down: whoever joins meanwhile waits, and then starts it anew.
        if (last) await end();
      } finally {
        await client.end().catch(() => undefined);
      }
    },
  };
}

async function isLast(client: pg.Client): Promise<boolean> {
  try {
    await client.query("SELECT pg_advisory_unlock_shared($1)", [usersLock]);
    const alone = await client.query<{ last: boolean }>("SELECT pg_try_advisory_lock($1) AS last", [usersLock]);
    return alone.rows[0]?.last === true;
  } catch {
    return true; // a database that answers nobody has no other users
  }
}
