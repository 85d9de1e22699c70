import type { Database } from "@/lib/platform/database";

/** Students of a leaf whose facts a batch changed; `week` is its Monday, null where the family has none. */
export type Touch = { leaf: number; week: string | null; position: bigint; students: readonly string[] };

/** From which position on a leaf's changes matter. */
export type LeafSince = { leaf: number; since: bigint };

/**
 * Who changed since, up to a position. Not under the reader's scope, for whom it decides and who never sees it: the leaves
 * are those that the scope gave.
 */
export async function readTouches(
  client: Pick<Database["owner"], "query">,
  families: readonly string[],
  leaves: readonly LeafSince[],
  upTo: bigint,
): Promise<Touch[]> {
  if (families.length === 0 || leaves.length === 0) return [];
  const place = families.includes("registration")
    ? "touch.section_key = 0 AND touch.program_key = wanted.leaf"
    : "touch.section_key = wanted.leaf AND touch.program_key = 0";
  const rows = await client.query<{ leaf: number; week: string | null; position: string; students: string[] }>(
    `SELECT wanted.leaf, touch.week::text AS week, touch.position::text AS position, touch.students::text[] AS students
     FROM unnest($1::int[], $2::bigint[]) AS wanted (leaf, since)
     JOIN warehouse.feed_touch touch ON ${place}
       AND touch.position > wanted.since AND touch.position <= $3 AND touch.family = ANY($4)`,
    [leaves.map(({ leaf }) => leaf), leaves.map(({ since }) => since.toString()), upTo.toString(), [...families]],
  );
  return rows.rows.map(({ leaf, week, position, students }) => ({ leaf, week, position: BigInt(position), students }));
}
