import type { PoolClient } from "pg";
import { z } from "zod";
import type { Calendar } from "./calendar";

const rowSchema = z.object({
  terms: z.array(z.object({ startsOn: z.iso.date(), censusOn: z.iso.date().nullable(), endsOn: z.iso.date() })),
  holidays: z.array(z.iso.date()),
});

/** Terms whose days are known, and holidays. */
export async function readCalendar(client: Pick<PoolClient, "query">): Promise<Calendar> {
  const found = await client.query(
    `SELECT
       (SELECT coalesce(jsonb_agg(jsonb_build_object('startsOn', starts_on, 'censusOn', census_on, 'endsOn', ends_on) ORDER BY starts_on, id), '[]')
        FROM warehouse.dim_term WHERE starts_on IS NOT NULL AND ends_on IS NOT NULL) AS terms,
       (SELECT coalesce(jsonb_agg(day ORDER BY day), '[]') FROM app.holiday) AS holidays`,
  );
  const { terms, holidays } = rowSchema.parse(found.rows[0]);
  return { terms, holidays: new Set(holidays) };
}
