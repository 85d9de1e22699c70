import pg from "pg";
import { BellwetherError } from "./errors";

export type Database = {
  /** Full rights: log, aggregator, administration. */
  owner: pg.Pool;
  /** Connections that run as bellwether_reader, under row-level security. */
  reader: pg.Pool;
  url: string;
  close(): Promise<void>;
};

const oldestPostgres = 180_000;
const dateType = 1082;
/** Milliseconds that a reader waits for a connection. */
const longestWait = 5_000;
/** The same of work that nobody looks at meanwhile. */
const longestOwnersWait = 60_000;
/** Of a transaction that does nothing: a process that stands still does not hold up what it has locked for ever. */
const longestIdle = "10min";

type PoolSizes = {
  ownerSize?: number;
  readerSize?: number;
  /** Milliseconds that one statement of the owner may take; without a bound where nothing is said, for some take hours. */
  longestStatement?: number;
};

/** Dates stay `YYYY-MM-DD`: a local day has no time zone to be shifted by. */
pg.types.setTypeParser(dateType, (text) => text);

export async function openDatabase(url: string, { ownerSize = 10, readerSize = 10, longestStatement }: PoolSizes = {}): Promise<Database> {
  const owner = new pg.Pool({
    connectionString: url,
    max: ownerSize,
    keepAlive: true,
    connectionTimeoutMillis: longestOwnersWait,
    options: `-c idle_in_transaction_session_timeout=${longestIdle}${longestStatement === undefined ? "" : ` -c statement_timeout=${longestStatement}`}`,
  });
  const reader = new pg.Pool({
    connectionString: url,
    max: readerSize,
    keepAlive: true,
    connectionTimeoutMillis: longestWait,
    options: "-c role=bellwether_reader",
  });
  // A connection that is lost while it is used says so to its query too, but must not end the process.
  for (const pool of [owner, reader]) pool.on("connect", (client) => client.on("error", () => undefined));
  // An idle connection that breaks is replaced by the pool; whoever uses a broken one hears it from its query.
  owner.on("error", () => undefined);
  reader.on("error", () => undefined);
  const close = async () => {
    await Promise.all([owner.end(), reader.end()]);
  };
  try {
    const version = await owner.query<{ number: number; text: string }>(
      "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS text",
    );
    refuseOlderPostgres(version.rows[0]?.number ?? 0, version.rows[0]?.text ?? "unknown");
  } catch (error) {
    await close();
    throw error;
  }
  return { owner, reader, url, close };
}

export function refuseOlderPostgres(number: number, text: string): void {
  if (number >= oldestPostgres) return;
  throw new BellwetherError("config-invalid", `DATABASE_URL: PostgreSQL 18 or later is needed, and ${text} was found.`, {
    variable: "DATABASE_URL",
    found: text,
  });
}

export async function withTransaction<T>(pool: pg.Pool, run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await run(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    await client.query("ROLLBACK").then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
    throw error;
  }
}
