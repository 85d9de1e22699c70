import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { reportDocuments } from "./schedule-row";

const rowSchema = z.object({ id: z.uuid(), schedule: z.uuid().nullable(), owner: z.uuid(), ...reportDocuments, firedAt: z.date() });
export type ClaimedRun = z.infer<typeof rowSchema>;

/** Milliseconds that a process has to find out who the recipients are, before another one does. */
const lease = 2 * 60_000;

/** A run whose recipients are to be worked out; null where there is none. */
export async function claimRun({ owner }: Database, now: Date): Promise<ClaimedRun | null> {
  const claimed = await owner.query(
    `UPDATE app.report_run SET lease_until = $2 WHERE id = (
       SELECT id FROM app.report_run WHERE state = 'waiting' AND (lease_until IS NULL OR lease_until <= $1)
       ORDER BY fired_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, schedule, owner, content, recipients, delivery, fired_at AS "firedAt"`,
    [now, new Date(now.getTime() + lease)],
  );
  const row: unknown = claimed.rows[0];
  return row === undefined ? null : rowSchema.parse(row);
}
