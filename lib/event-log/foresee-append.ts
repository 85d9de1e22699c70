import type { KeyObject } from "node:crypto";
import type { Database } from "@/lib/platform/database";
import type { AppendResult } from "./event-log";
import { type Identifiable, identify } from "./identity";

/** What would become of entries if they were appended now, in this order. Nothing is written. */
export async function foreseeAppend(database: Database, identityKey: KeyObject, entries: readonly Identifiable[]): Promise<AppendResult[]> {
  if (entries.length === 0) return [];
  const identified = entries.map((entry) => identify(identityKey, entry));
  const known = await database.owner.query<{ key: string; content: string }>(
    "SELECT key, content FROM log.event_key WHERE key = ANY($1::uuid[])",
    [[...new Set(identified.map((one) => one.key))]],
  );
  const contents = new Map(known.rows.map((row) => [row.key, row.content]));
  return identified.map(({ key, content }) => {
    const before = contents.get(key);
    if (before === undefined) {
      contents.set(key, content);
      return "accepted";
    }
    return before === content ? "duplicate" : "id-conflict";
  });
}
