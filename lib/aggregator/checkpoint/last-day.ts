import type { PoolClient } from "pg";

/**
 * The day before which events may go: so many days ago, but not of a term that is not over, nor what is not consumed. Null
 * where nothing may.
 */
export async function lastDay(client: Pick<PoolClient, "query">, today: string, keptDays: number): Promise<string | null> {
  const found = await client.query<{ day: string | null }>(
    `SELECT least($1::date - $2::int,
       (SELECT min(starts_on) FROM warehouse.dim_term WHERE ends_on >= $1::date),
       (SELECT min(waiting.arrived_on) FROM log.consumer CROSS JOIN LATERAL (
          SELECT arrived_on FROM log.event
          WHERE event.partition = consumer.partition AND event."offset" >= consumer.next_offset AND event.arrived_on >= consumer.arrived_on
          ORDER BY event.arrived_on, event."offset" LIMIT 1) waiting
        WHERE consumer.consumer = 'aggregator')) AS day
     WHERE EXISTS (SELECT FROM log.event)`,
    [today, keptDays],
  );
  return found.rows[0]?.day ?? null;
}
