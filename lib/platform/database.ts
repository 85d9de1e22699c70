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

/** Dates stay `YYYY-MM-DD`: a local day has no time zone to be shifted by. */
pg.types.setTypeParser(dateType, (text) => text);

export async function openDatabase(url: string, sizes: { ownerSize?: number; readerSize?: number } = {}): Promise<Database> {
  const owner = new pg.Pool({ connectionString: url, max: sizes.ownerSize ?? 10 });
  const reader = new pg.Pool({
    connectionString: url,
    max: sizes.readerSize ?? 10,
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
