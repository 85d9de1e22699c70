import { BellwetherError } from "@/lib/platform/errors";
import type { Family } from "./families";
import type { Queryable } from "./queryable";

/**
 * Notes which students' facts of a family changed, by section, or by program what hangs on none: keys only, values are
 * read under scope. Of marks the week is told, of registrations the term and of grades the state, for releases (ADR 34).
 */
export function noteTouches(family: Family): string {
  if (!("student" in family.keys)) return "SELECT";
  const bySection = "section_key" in family.keys;
  const week = "held_on" in family.keys ? "held_on - (extract(isodow FROM held_on)::int - 1)" : "NULL::date";
  const term = !bySection && "term_key" in family.keys ? "term_key" : "0";
  const state = "state" in family.keys ? "state" : "NULL::text";
  const place = bySection ? "section_key, 0" : "0, program_key";
  return `INSERT INTO touched_section (section_key, program_key, term_key, state, week, family, student)
    SELECT DISTINCT ${place}, ${term}, ${state}, ${week}, '${family.name}', student FROM delta_${family.name}`;
}

/** Batches that may be overtaken at once. Far more than lanes: only what was undone stays among them until it is left out. */
const mostOpen = 64;

/**
 * Which batches a position holds: all up to the greatest, but for those that are open (ADR 15). One that was left out
 * of them because too many began after it finds no row, and may not commit: positions before would not know of it.
 */
const takePosition = `
  UPDATE warehouse.feed_head head SET position = head.position + 1, last_batch = greatest(head.last_batch, own.batch),
    open_batches = CASE WHEN own.batch < head.last_batch THEN array_remove(head.open_batches, own.batch) ELSE ARRAY(
      SELECT batch FROM (SELECT unnest(head.open_batches) UNION ALL
        SELECT generate_series(greatest(head.last_batch + 1, own.batch - ${mostOpen}), own.batch - 1)) open (batch)
      ORDER BY batch DESC LIMIT ${mostOpen}) END
  FROM (SELECT warehouse.current_batch() AS batch) own
  WHERE own.batch > head.last_batch OR own.batch = ANY(head.open_batches)
  RETURNING head.position, head.last_batch AS last, head.open_batches AS open`;

/**
 * Gives the batch its feed position and writes what changed. Updating feed_head is the lock that orders
 * commits, taken last (EXACT-3); the time is read after it and never goes back, so that time and position agree.
 */
export async function writeFeed(client: Queryable): Promise<bigint> {
  await client.query(`
    INSERT INTO warehouse.dim_source (source) SELECT DISTINCT source FROM batch ORDER BY 1 ON CONFLICT DO NOTHING`);
  await client.query(`
    INSERT INTO warehouse.watermark AS mark (source, partition, event_time, arrived_at, events)
    SELECT source, partition, max(occurred_at), max(arrived_at), count(*) FROM batch
    GROUP BY source, partition ORDER BY source, partition
    ON CONFLICT (source, partition) DO UPDATE SET event_time = greatest(mark.event_time, excluded.event_time),
      arrived_at = greatest(mark.arrived_at, excluded.arrived_at), events = mark.events + excluded.events,
      changed_in = excluded.changed_in`);
  const head = await client.query<{ position: string; last: string; open: string[] }>(takePosition);
  const taken = head.rows[0];
  if (taken === undefined)
    throw new BellwetherError("conflict", "So many batches began after this one that it is given up, to be applied anew.");
  const position = BigInt(taken.position);
  const moment = await client.query<{ at: Date }>(
    `INSERT INTO warehouse.feed_commit (position, committed_at, events, last_batch, open_batches)
     SELECT $1::bigint, greatest(clock_timestamp(), (SELECT committed_at FROM warehouse.feed_commit WHERE position = $1::bigint - 1)),
       (SELECT count(*) FROM batch), $2::bigint, $3::bigint[] RETURNING committed_at AS at`,
    [position, taken.last, taken.open],
  );
  await client.query(
    `INSERT INTO log.consumed (partition, position, next_offset, arrived_on)
     SELECT partition, $1::bigint, max("offset") + 1, max(arrived_on) FROM batch GROUP BY partition`,
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
    `INSERT INTO warehouse.feed_touch (position, ordinal, family, section_key, program_key, term_key, state, week, students)
     SELECT $1, row_number() OVER (), family, section_key, program_key, term_key, state, week,
       coalesce(array_agg(DISTINCT student) FILTER (WHERE student IS NOT NULL), '{}')
     FROM touched_section GROUP BY family, section_key, program_key, term_key, state, week`,
    [position],
  );
  await client.query("SELECT pg_notify('feed_committed', $1)", [position.toString()]);
  return position;
}
