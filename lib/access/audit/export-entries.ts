import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Database } from "@/lib/platform/database";
import type { StoredEntry } from "./canonical";
import { inSnapshot, readEntries } from "./read-entries";

/**
 * An entry as a line. `detail` comes last and stands there as it was hashed, so that whoever has the line can compute
 * the hash from it.
 */
export function entryLine({ id, at, actor, action, subject, people, detail, previous, hash }: StoredEntry): string {
  const told = { id, at, actor, action, subject, people, previous: previous.toString("hex"), hash: hash.toString("hex") };
  return `${JSON.stringify(told).slice(0, -1)},"detail":${detail}}\n`;
}

/** Writes the entries after one, in one snapshot. */
export async function exportEntries(database: Database, after: number, to: Writable): Promise<void> {
  await inSnapshot(database.owner, async (client) => {
    async function* lines() {
      for await (const entry of readEntries(client, after)) yield entryLine(entry);
    }
    await pipeline(Readable.from(lines()), to, { end: false });
  });
}
