import type { PoolClient } from "pg";
import type { Family } from "./families";

/** Notes which students' facts of a family changed, by section: keys only, values are read under scope. */
export function noteTouches(family: Family): string {
  if (!("student" in family.keys)) return "SELECT";
  const section = "section_key" in family.keys ? "section_key" : "0";
  return `INSERT INTO touched_section SELECT DISTINCT ${section}, '${family.name}', student FROM delta_${family.name}`;
}

/**
 * Gives the batch its feed position and writes what changed. Updating feed_head is the lock that orders
 * commits, taken last (EXACT-3); the time is read after it, so that time and position agree.
 */
export async function writeFeed(client: PoolClient): Promise<bigint> {
  await client.query(`
    INSERT INTO warehouse.dim_source (source) SELECT DISTINCT source FROM batch ORDER BY 1 ON CONFLICT DO NOTHING`);
  await client.query(`
    INSERT INTO warehouse.watermark AS mark (source, partition, event_time, arrived_at, events)
    SELECT source, partition, max(occurred_at), max(arrived_at), count(*) FROM batch
    GROUP BY source, partition ORDER BY source, partition
    ON CONFLICT (source, partition) DO UPDATE SET event_time = greatest(mark.event_time, excluded.event_time),
      arrived_at = greatest(mark.arrived_at, excluded.arrived_at), events = mark.events + excluded.events`);
  const head = await client.query<{ position: string }>("UPDATE warehouse.feed_head SET position = position + 1 RETURNING position");
  const position = BigInt(head.rows[0]?.position ?? "0");
  const moment = await client.query<{ at: Date }>(
    `INSERT INTO warehouse.feed_commit (position, committed_at, events)
     SELECT $1, clock_timestamp(), (SELECT count(*) FROM batch) RETURNING committed_at AS at`,
    [position],
  );
  await client.query(
    `INSERT INTO warehouse.feed
       (position, ordinal, committed_at, family, term_key, section_key, org_unit_key, program_key, day, detail, before, after)
     SELECT $1, row_number() OVER (), $2, family, term_key, section_key, org_unit_key, program_key, day, detail, before, after
     FROM batch_feed`,
    [position, moment.rows[0]?.at],
  );
  await client.query(
    `INSERT INTO warehouse.feed_touch (position, ordinal, family, section_key, students)
     SELECT $1, row_number() OVER (), family, section_key,
       coalesce(array_agg(DISTINCT student) FILTER (WHERE student IS NOT NULL), '{}')
     FROM touched_section GROUP BY family, section_key`,
    [position],
  );
  await client.query("SELECT pg_notify('feed_committed', $1)", [position.toString()]);
  return position;
}
