import type { PoolClient } from "pg";
import type { Database } from "@/lib/platform/database";
import { hashOf } from "../canonical";
import { readEntries } from "../read-entries";

/** What somebody with all rights in the database can do: within a transaction that is taken back at the end. */
export async function asSuperuser<T>(database: Database, run: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await database.owner.connect();
  try {
    await client.query(`BEGIN; ALTER TABLE app.audit DISABLE TRIGGER ALL; ALTER TABLE app.audit_head DISABLE TRIGGER ALL;
      ALTER TABLE app.audit_anchor DISABLE TRIGGER ALL`);
    return await run(client);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

/** Gives all entries from one on the numbers, links and hashes that follow from what they say now, and the head too. */
export async function rechain(client: PoolClient, from: number): Promise<void> {
  const entries = [];
  for await (const entry of readEntries(client)) entries.push(entry);
  let last = entries.find(({ id }) => id === from - 1)?.hash ?? Buffer.alloc(32);
  let number = from - 1;
  for (const entry of entries.filter(({ id }) => id >= from)) {
    number += 1;
    const made = { ...entry, id: number, previous: last };
    last = hashOf(made);
    await client.query("UPDATE app.audit SET id = $2, previous = $3, hash = $4 WHERE id = $1", [entry.id, number, made.previous, last]);
  }
  await client.query("UPDATE app.audit_head SET entries = $1, hash = $2", [number, last]);
}
