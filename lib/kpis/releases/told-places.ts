import type { Pool, PoolClient } from "pg";
import type { z } from "zod";
import type { Time } from "./ledger";

/** Of which place and time; `since`: the feed position up to which what was told before still holds. */
export type Telling<T> = { place: string; time: Time; since: bigint; now: T };

type At = { question: string; position: bigint; moment: Date };

/**
 * What is told of places where leaves do not add up, such as distinct students: what was told before, unless something was released in
 * the place since, and else what is so now. So nobody sees it change with a single student. In the order of what is asked.
 */
export async function tellPlaces<T>(
  client: Pool | PoolClient,
  { question, position, moment }: At,
  schema: z.ZodType<T>,
  asked: readonly Telling<T>[],
): Promise<T[]> {
  if (asked.length === 0) return [];
  const told = await client.query<{ place: string; time: Time; position: string; figures: unknown }>(
    `SELECT place, time, position::text AS position, figures FROM app.released_place WHERE question = $1 AND place = ANY($2) AND time = ANY($3)`,
    [question, [...new Set(asked.map(({ place }) => place))], [...new Set(asked.map(({ time }) => time))]],
  );
  const known = new Map(told.rows.map((row) => [`${row.place} ${row.time}`, row]));
  const isOld = ({ place, time, since }: Telling<T>) => BigInt(known.get(`${place} ${time}`)?.position ?? -1) < since;
  const fresh = [...new Map(asked.filter(isOld).map((one) => [`${one.place} ${one.time}`, one])).values()];
  if (fresh.length > 0) {
    // Whoever told first is heard: two who look at once say the same.
    const kept = await client.query<{ place: string; time: Time; position: string; figures: unknown }>(
      `INSERT INTO app.released_place AS told (question, place, time, position, released_at, figures)
       SELECT $1, place, time, $2, $3, figures FROM unnest($4::text[], $5::text[], $6::bigint[], $7::jsonb[]) AS given (place, time, since, figures)
       ON CONFLICT (question, place, time) DO UPDATE
       SET position = excluded.position, released_at = excluded.released_at, figures = excluded.figures
       WHERE told.position < (SELECT since FROM unnest($4::text[], $5::text[], $6::bigint[]) AS given (place, time, since)
         WHERE given.place = told.place AND given.time = told.time)
       RETURNING place, time, position::text AS position, figures`,
      [
        question,
        position.toString(),
        moment,
        fresh.map(({ place }) => place),
        fresh.map(({ time }) => time),
        fresh.map(({ since }) => since.toString()),
        fresh.map(({ now }) => JSON.stringify(now)),
      ],
    );
    for (const row of kept.rows) known.set(`${row.place} ${row.time}`, row);
  }
  return asked.map(({ place, time, now }) => {
    const row = known.get(`${place} ${time}`);
    return row === undefined ? now : schema.parse(row.figures);
  });
}

/** What was last told of places, by their names, whichever moment it is of. */
export async function toldPlaces<T>(
  client: Pool | PoolClient,
  question: string,
  schema: z.ZodType<T>,
  places: readonly string[],
): Promise<Map<string, { position: bigint; moment: Date; figures: T }>> {
  const told = await client.query<{ place: string; position: string; moment: Date; figures: unknown }>(
    `SELECT place, position::text AS position, released_at AS moment, figures FROM app.released_place
     WHERE question = $1 AND place = ANY($2)`,
    [question, [...places]],
  );
  return new Map(
    told.rows.map(({ place, position, moment, figures }) => [
      place,
      { position: BigInt(position), moment, figures: schema.parse(figures) },
    ]),
  );
}
