import type { Database } from "@/lib/platform/database";

/** Students of a leaf whose facts a batch changed; `week` is its Monday, null where the family has none. */
export type Touch = { leaf: number; week: string | null; position: bigint; students: readonly string[] };

/** From which position on changes matter: of a leaf in the whole term, and of a week in all leaves. */
export type Since = { leaves: ReadonlyMap<number, bigint>; weeks: ReadonlyMap<string, bigint> };

/**
 * Who changed since, up to a position. Not under the reader's scope, for whom it decides and who never sees it: what is
 * asked about are leaves that the scope gave. Weeks are asked about by themselves: of one that is long over little
 * changes any more, however much did in the term.
 */
export async function readTouches(
  client: Pick<Database["owner"], "query">,
  families: readonly string[],
  { leaves, weeks }: Since,
  upTo: bigint,
): Promise<Touch[]> {
  if (families.length === 0 || (leaves.size === 0 && weeks.size === 0)) return [];
  const byProgram = families.includes("registration");
  const place = byProgram
    ? "touch.section_key = 0 AND touch.program_key = wanted.leaf"
    : "touch.section_key = wanted.leaf AND touch.program_key = 0";
  const columns = "touch.week::text AS week, touch.position::text AS position, touch.students::text[] AS students";
  const rows = await client.query<{ leaf: number; week: string | null; position: string; students: string[] }>(
    `SELECT wanted.leaf, ${columns} FROM unnest($1::int[], $2::bigint[]) AS wanted (leaf, since)
     JOIN warehouse.feed_touch touch ON ${place}
       AND touch.position > wanted.since AND touch.position <= $3 AND touch.family = ANY($4)
     UNION ALL
     SELECT touch.${byProgram ? "program_key" : "section_key"}, ${columns} FROM unnest($5::date[], $6::bigint[]) AS wanted (week, since)
     JOIN warehouse.feed_touch touch ON touch.week = wanted.week
       AND touch.position > wanted.since AND touch.position <= $3 AND touch.family = ANY($4)`,
    [[...leaves.keys()], texts(leaves), upTo.toString(), [...families], [...weeks.keys()], texts(weeks)],
  );
  return rows.rows.map(({ leaf, week, position, students }) => ({ leaf, week, position: BigInt(position), students }));
}

/** A leaf over the whole term, or in one week. */
export type Spot = { leaf: number; week: string | null; since: bigint };

/** The latest changes of each spot, up to a position: as much as tells whether there are few. */
export async function readLatestTouches(
  client: Pick<Database["owner"], "query">,
  families: readonly string[],
  spots: readonly Spot[],
  upTo: bigint,
  most: number,
): Promise<Touch[]> {
  if (families.length === 0 || spots.length === 0) return [];
  const place = families.includes("registration")
    ? "touch.section_key = 0 AND touch.program_key = wanted.leaf"
    : "touch.section_key = wanted.leaf AND touch.program_key = 0";
  const rows = await client.query<{ leaf: number; week: string | null; position: string; students: string[] }>(
    `SELECT wanted.leaf, latest.* FROM unnest($1::int[], $2::date[], $3::bigint[]) AS wanted (leaf, week, since)
     CROSS JOIN LATERAL (
       SELECT touch.week::text AS week, touch.position::text AS position, touch.students::text[] AS students
       FROM warehouse.feed_touch touch WHERE ${place} AND (wanted.week IS NULL OR touch.week = wanted.week)
         AND touch.position > wanted.since AND touch.position <= $4 AND touch.family = ANY($5)
       ORDER BY touch.position DESC LIMIT $6) latest`,
    [
      spots.map(({ leaf }) => leaf),
      spots.map(({ week }) => week),
      spots.map(({ since }) => since.toString()),
      upTo.toString(),
      [...families],
      most,
    ],
  );
  return rows.rows.map(({ position, ...touch }) => ({ ...touch, position: BigInt(position) }));
}

const texts = (of: ReadonlyMap<unknown, bigint>) => [...of.values()].map(String);
