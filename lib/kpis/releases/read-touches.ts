import type { Pool, PoolClient } from "pg";
import { type Time, wholeTerm } from "./ledger";

/** A leaf in a time, and since when changes of it matter. */
export type Spot = { leaf: number; time: Time; since: bigint };

/** Facts that a figure counts: of these families of the feed, of one term where they hang on no section, and of grades in one state. */
export type Facts = { families: readonly string[]; term: number | null; state: string | null };

/**
 * Which students' facts changed in each spot since, up to a position; by time and leaf. Not under the reader's scope, for whom it
 * decides and who never sees it: what is asked about are leaves that the scope gave.
 */
export async function readChanged(
  client: Pool | PoolClient,
  { families, term, state }: Facts,
  spots: readonly Spot[],
  upTo: bigint,
): Promise<Map<Time, Map<number, Set<string>>>> {
  const changed = new Map<Time, Map<number, Set<string>>>();
  if (families.length === 0 || spots.length === 0) return changed;
  const place = families.includes("registration")
    ? "touch.section_key = 0 AND touch.program_key = spot.leaf"
    : "touch.section_key = spot.leaf AND touch.program_key = 0";
  const rows = await client.query<{ leaf: number; time: Time; students: string[] }>(
    `SELECT spot.leaf, spot.time, touch.students::text[] AS students
     FROM unnest($1::int[], $2::text[], $3::bigint[]) AS spot (leaf, time, since)
     JOIN warehouse.feed_touch touch ON ${place} AND touch.position > spot.since AND touch.position <= $4 AND touch.family = ANY($5)
       AND (spot.time = $6 OR touch.week = nullif(spot.time, $6)::date)
       AND ($7::int IS NULL OR touch.term_key IN (0, $7)) AND ($8::text IS NULL OR touch.state IS NULL OR touch.state = $8)`,
    [
      spots.map(({ leaf }) => leaf),
      spots.map(({ time }) => time),
      spots.map(({ since }) => since.toString()),
      upTo.toString(),
      [...families],
      wholeTerm,
      term,
      state,
    ],
  );
  for (const { leaf, time, students } of rows.rows) {
    const ofTime = changed.get(time) ?? new Map<number, Set<string>>();
    changed.set(time, ofTime);
    const of = ofTime.get(leaf) ?? new Set<string>();
    ofTime.set(leaf, of);
    for (const student of students) of.add(student);
  }
  return changed;
}

/** Which students' facts changed in each section since a position, up to another. */
export async function readChangedAnywhere(
  client: Pool | PoolClient,
  { families }: Facts,
  since: bigint,
  upTo: bigint,
): Promise<Map<number, Set<string>>> {
  const rows = await client.query<{ leaf: number; students: string[] }>(
    `SELECT section_key AS leaf, array_agg(DISTINCT student::text) AS students FROM warehouse.feed_touch, unnest(students) student
     WHERE position > $1 AND position <= $2 AND family = ANY($3) GROUP BY section_key`,
    [since.toString(), upTo.toString(), [...families]],
  );
  return new Map(rows.rows.map(({ leaf, students }) => [leaf, new Set(students)]));
}
