import { DatabaseError, type PoolClient, type QueryResult, type QueryResultRow } from "pg";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { isFull, statementName } from "@/lib/platform/statement-name";
import { type AsOf, inThePast, setAsOf } from "./as-of";
import { type Scope, scopeSetting } from "./scope";

/** One read under one scope: every query of it sees the same snapshot and the same rows. */
export type ScopedRead = {
  scope: Scope;
  /** The moment as of which it is read; absent for the present. */
  asOf?: Date;
  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>>;
};

/** Milliseconds after which the database gives a reader's question up, so that a few cannot hold all connections. */
const longestRead = 30_000;

/**
 * Runs reads in one REPEATABLE READ, READ ONLY transaction of the role that row-level security binds,
 * with the scope set for that transaction alone (SCOPE-2). With `asOf` the same queries read what had been
 * committed by that moment, under the scope of today.
 */
export async function withScopedRead<T>(
  database: Database,
  scope: Scope,
  run: (read: ScopedRead) => Promise<T>,
  asOf?: AsOf | null,
): Promise<T> {
  if (asOf === undefined || asOf === null) return inTransaction(database, scope, null, (client) => run(presentRead(client, scope)));
  return inTransaction(database, scope, asOf, (client) => run(pastRead(client, scope, asOf)));
}

/** Then and now, side by side in one snapshot: what is told of a change is told of the same two states. */
export async function withComparedReads<T>(
  database: Database,
  scope: Scope,
  since: AsOf,
  run: (then: ScopedRead, now: ScopedRead) => Promise<T>,
): Promise<T> {
  return inTransaction(database, scope, since, (client) => run(pastRead(client, scope, since), presentRead(client, scope)), "since");
}

/**
 * Another scope for a part of a read, in the same snapshot: whom one reader may see student by student, beside the figures
 * that they may see. Nothing else may ask of the read meanwhile.
 */
export async function underScope<T>(read: ScopedRead, scope: Scope, run: (read: ScopedRead) => Promise<T>): Promise<T> {
  const set = (to: Scope) => read.query("SELECT set_config('bellwether.scope', $1, true)", [JSON.stringify(scopeSetting(to))]);
  await set(scope);
  try {
    return await run({ ...read, scope });
  } finally {
    // After an error of the database the transaction answers nothing more, and takes the setting with it.
    await set(read.scope).catch(() => undefined);
  }
}

/** A statement is parsed and planned once a connection. */
const ask = <R extends QueryResultRow>(client: PoolClient, text: string, values?: unknown[]) =>
  client.query<R>({ name: statementName(client, text), text, ...(values === undefined ? {} : { values }) });

const presentRead = (client: PoolClient, scope: Scope): ScopedRead => ({ scope, query: (text, values) => ask(client, text, values) });
const pastRead = (client: PoolClient, scope: Scope, { at }: AsOf): ScopedRead => ({
  scope,
  asOf: at,
  query: (text, values) => ask(client, inThePast(text), values),
});

async function inTransaction<T>(
  database: Database,
  scope: Scope,
  asOf: AsOf | null,
  run: (client: PoolClient) => Promise<T>,
  field?: string,
): Promise<T> {
  const client = await database.reader.connect().catch((cause: unknown) => {
    throw new BellwetherError("unavailable", "The database does not answer; try again later.", {}, { cause });
  });
  try {
    // One round trip. The setting is our own JSON; quotes are doubled as in any SQL literal.
    const setting = JSON.stringify(scopeSetting(scope)).replaceAll("'", "''");
    // The role is set here and not left to the connection, whose address may bring options of its own (SCOPE-2).
    // Statements stay planned (statement-name.ts): the estimate for policies would have them planned anew each time, which
    // took longer than many a read (ADR 26).
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL ROLE bellwether_reader;
      SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL statement_timeout = ${longestRead}; SELECT set_config('bellwether.scope', '${setting}', true)`);
    if (asOf !== null) await setAsOf(client, asOf, field);
    return await run(client);
  } catch (cause) {
    throw inOurWords(cause);
  } finally {
    // What was read does not hang on its end: nobody waits for it.
    client.query("COMMIT").then(
      () => client.release(isFull(client)),
      () => client.release(true),
    );
  }
}

const queryCanceled = "57014";
const characterNotInRepertoire = "22021";

/** What a reader can bring about by what was asked is told as such; all else is ours and passed on. */
function inOurWords(cause: unknown): unknown {
  const code = cause instanceof DatabaseError ? cause.code : undefined;
  if (code === queryCanceled)
    return new BellwetherError("unavailable", "This took too long to answer; ask for less, or try again later.", {}, { cause });
  if (code === characterNotInRepertoire)
    return new BellwetherError("bad-request", "The question holds a character that no name has (NUL).", { rule: "text" }, { cause });
  return cause;
}
