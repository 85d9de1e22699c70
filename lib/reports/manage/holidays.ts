import type { PoolClient } from "pg";
import { z } from "zod";
import { writeAudit } from "@/lib/access/write-audit";
import { dateSchema, titleSchema } from "@/lib/contracts/values";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";

/** A day on which the institution rests, beside Saturday and Sunday. */
export const holidaySchema = z.strictObject({ day: dateSchema, name: titleSchema });
export type Holiday = z.infer<typeof holidaySchema>;

/** All of them, by day. */
export async function listHolidays(client: Pick<PoolClient, "query">): Promise<Holiday[]> {
  const found = await client.query<Holiday>("SELECT day, name FROM app.holiday ORDER BY day");
  return found.rows;
}

/** Throws conflict where the day is one already. */
export async function addHoliday(database: Database, { day, name }: Holiday, actor: string): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const added = await client.query("INSERT INTO app.holiday (day, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", [day, name]);
    if (added.rowCount === 0)
      throw new BellwetherError("conflict", "This day is a holiday already.", { field: "day", rule: "unique", found: day });
    await writeAudit(client, { actor, action: "holiday.added", subject: `holiday:${day}`, detail: { name } });
  });
}

/** Throws not-found. */
export async function removeHoliday(database: Database, day: string, actor: string): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const removed = await client.query<{ name: string }>("DELETE FROM app.holiday WHERE day = $1 RETURNING name", [day]);
    const [holiday] = removed.rows;
    if (holiday === undefined) throw new BellwetherError("not-found", "There is no holiday on this day.", { field: "day", found: day });
    await writeAudit(client, { actor, action: "holiday.removed", subject: `holiday:${day}`, detail: holiday });
  });
}
