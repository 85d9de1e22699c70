import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { contentSchema, type ReportContent } from "../content-shape";
import { type Delivery, deliverySchema, type Recipient } from "../recipients-shape";
import { type Timing, timingSchema } from "../timing-shape";
import { zone } from "./campus";

export type AskedSchedule = {
  owner: string;
  recipients: readonly Recipient[];
  content?: Partial<ReportContent>;
  timing?: Partial<Timing>;
  delivery?: Partial<Delivery>;
  /** Since when it is. */
  since: Date;
};

/** Daily at 09:00, of all that each recipient sees, unless it is said otherwise. */
export async function makeSchedule({ owner: pool }: Database, { owner, recipients, since, ...asked }: AskedSchedule): Promise<string> {
  const id = randomUUID();
  const content = contentSchema.parse({ kind: "institution", subject: { of: "own" }, ...asked.content });
  const timing = timingSchema.parse({ rule: { every: "day", at: "09:00" }, zone, startsOn: "2026-01-01", ...asked.timing });
  const delivery = deliverySchema.parse(asked.delivery ?? {});
  await pool.query(
    `INSERT INTO app.report_schedule (id, owner, name, content, timing, recipients, delivery, decided_through, created_at, changed_at)
     VALUES ($1, $2, 'Attendance', $3::jsonb, $4::jsonb, $5::jsonb, $6::jsonb, $7, $7, $7)`,
    [id, owner, JSON.stringify(content), JSON.stringify(timing), JSON.stringify(recipients), JSON.stringify(delivery), since],
  );
  return id;
}

const runSchema = z.object({ id: z.uuid(), state: z.string(), late: z.boolean(), dueAt: z.date(), problem: z.unknown() });
export type RunRow = z.infer<typeof runSchema>;

/** A schedule's runs, the earliest first. */
export async function runsOf({ owner }: Database, schedule: string): Promise<RunRow[]> {
  const found = await owner.query(
    `SELECT id, state, late, due_at AS "dueAt", problem FROM app.report_run WHERE schedule = $1 ORDER BY due_at, fired_at`,
    [schedule],
  );
  return found.rows.map((row) => runSchema.parse(row));
}

const deliverySchemaOfRow = z.object({
  name: z.string(),
  state: z.string(),
  attempts: z.number(),
  detail: z.string().nullable(),
  messageId: z.string(),
});

/** What became of each recipient's copy, by name. */
export async function deliveriesOf({ owner }: Database, schedule: string): Promise<z.infer<typeof deliverySchemaOfRow>[]> {
  const found = await owner.query(
    `SELECT coalesce(d.name, d.recipient) AS name, d.state, d.attempts, d.detail, d.message_id AS "messageId"
     FROM app.report_delivery d JOIN app.report_run r ON r.id = d.run WHERE r.schedule = $1 ORDER BY r.due_at, 1`,
    [schedule],
  );
  return found.rows.map((row) => deliverySchemaOfRow.parse(row));
}

export const statesOf = async (database: Database, schedule: string): Promise<Record<string, string>> =>
  Object.fromEntries((await deliveriesOf(database, schedule)).map(({ name, state }) => [name, state]));
