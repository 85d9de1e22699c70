import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { claimReadable } from "./claim-readable";
import { failRun } from "./fail-run";
import { unreadableCause } from "./run-problem";
import { reportDocuments } from "./schedule-row";

const rowSchema = z.object({ id: z.uuid(), schedule: z.uuid().nullable(), owner: z.uuid(), ...reportDocuments, firedAt: z.date() });
export type ClaimedRun = z.infer<typeof rowSchema>;

/** Milliseconds that a process has to find out who the recipients are, before another one does. */
const lease = 2 * 60_000;

/** A run whose recipients are to be worked out; null where there is none. One that cannot be understood fails, and its owner is told. */
export async function claimRun(database: Database, now: Date, onError: (error: unknown) => void): Promise<ClaimedRun | null> {
  const [run] = await claimReadable(rowSchema, "run", 1, {
    take: (most) => take(database, most, now),
    giveUp: ({ id }) => failRun(database, id, unreadableCause, now),
    onError,
  });
  return run ?? null;
}

async function take({ owner }: Database, most: number, now: Date): Promise<{ id: string }[]> {
  const claimed = await owner.query<{ id: string }>(
    `WITH due AS MATERIALIZED (
       SELECT id FROM app.report_run WHERE state = 'waiting' AND (lease_until IS NULL OR lease_until <= $1)
       ORDER BY fired_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
     UPDATE app.report_run SET lease_until = $2 WHERE id IN (SELECT id FROM due)
     RETURNING id, schedule, owner, content, recipients, delivery, fired_at AS "firedAt"`,
    [now, new Date(now.getTime() + lease), most],
  );
  return claimed.rows;
}
