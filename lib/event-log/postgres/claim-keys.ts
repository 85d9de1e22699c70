import type { PoolClient } from "pg";

export type Claimed = { fresh: Set<string>; known: Map<string, string> };

/** Claims keys in their order, so that two writers wait instead of dead-locking; says what others hold. */
export async function claimKeys(client: PoolClient, wanted: ReadonlyMap<string, string>): Promise<Claimed> {
  const inserted = await client.query<{ key: string }>(
    `INSERT INTO log.event_key (key, content)
     SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS wanted (key, content) ORDER BY key
     ON CONFLICT (key) DO NOTHING RETURNING key`,
    [[...wanted.keys()], [...wanted.values()]],
  );
  const fresh = new Set(inserted.rows.map((row) => row.key));
  const others = [...wanted.keys()].filter((key) => !fresh.has(key));
  if (others.length === 0) return { fresh, known: new Map() };
  const known = await client.query<{ key: string; content: string }>("SELECT key, content FROM log.event_key WHERE key = ANY($1::uuid[])", [
    others,
  ]);
  return { fresh, known: new Map(known.rows.map((row) => [row.key, row.content])) };
}
