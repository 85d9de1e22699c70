import { DatabaseError, type QueryResult, type QueryResultRow } from "pg";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { type Scope, scopeSetting } from "./scope";
import { isFull, statementName } from "./statement-name";

/** One read under one scope: every query of it sees the same snapshot and the same rows. */
export type ScopedRead = {
  scope: Scope;
  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>>;
};

/** Milliseconds after which the database gives a reader's question up, so that a few cannot hold all connections. */
const longestRead = 30_000;

/**
 * Runs reads in one REPEATABLE READ, READ ONLY transaction of the role that row-level security binds,
 * with the scope set for that transaction alone (SCOPE-2).
 */
export async function withScopedRead<T>(database: Database, scope: Scope, run: (read: ScopedRead) => Promise<T>): Promise<T> {
  const client = await database.reader.connect().catch((cause: unknown) => {
    throw new BellwetherError("unavailable", "The database does not answer; try again later.", {}, { cause });
  });
  try {
    // One round trip. The setting is our own JSON; quotes are doubled as in any SQL literal.
    const setting = JSON.stringify(scopeSetting(scope)).replaceAll("'", "''");
    // The role is set here and not left to the connection, whose address may bring options of its own (SCOPE-2).
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL ROLE bellwether_reader;
      SET LOCAL statement_timeout = ${longestRead}; SELECT set_config('bellwether.scope', '${setting}', true)`);
    return await run({
      scope,
      query: (text, values) => client.query({ name: statementName(client, text), text, ...(values === undefined ? {} : { values }) }),
    });
  } catch (cause) {
    if (!isTimeout(cause)) throw cause;
    throw new BellwetherError("unavailable", "This took too long to answer; ask for less, or try again later.", {}, { cause });
  } finally {
    // What was read does not hang on its end: nobody waits for it.
    client.query("COMMIT").then(
      () => client.release(isFull(client)),
      () => client.release(true),
    );
  }
}

/** query_canceled: the statement's time is over. */
const isTimeout = (error: unknown) => error instanceof DatabaseError && error.code === "57014";
