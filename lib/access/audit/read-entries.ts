import type { PoolClient } from "pg";
import { instantSql } from "@/lib/platform/instant-sql";
import type { StoredEntry } from "./canonical";

/** Rows at a time: some hundred kilobytes. */
const part = 2_000;

type Row = Omit<StoredEntry, "id"> & { id: string };

/** Entries in the order of their numbers, all of them or those after one; within the transaction of `client`. */
export async function* readEntries(client: PoolClient, after: number | null = null): AsyncGenerator<StoredEntry> {
  await client.query({
    text: `DECLARE audit_entries NO SCROLL CURSOR FOR
      SELECT id, ${instantSql("at")} AS at, actor, action, subject, people::text[] AS people, detail::text AS detail, previous, hash
      FROM app.audit ${after === null ? "" : `WHERE id > ${Math.trunc(after)}`} ORDER BY id`,
  });
  try {
    for (;;) {
      const { rows } = await client.query<Row>(`FETCH ${part} FROM audit_entries`);
      for (const row of rows) yield { ...row, id: Number(row.id) };
      if (rows.length < part) return;
    }
  } finally {
    await client.query("CLOSE audit_entries");
  }
}

/** Runs reads of the chain in one snapshot: entries that are added meanwhile are not seen. */
export async function inSnapshot<T>(pool: { connect(): Promise<PoolClient> }, run: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const result = await run(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    // Given up, with whatever it was in the middle of.
    client.release(true);
    throw error;
  }
}
