import { writeAudit } from "@/lib/access/write-audit";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { verificationLock } from "../verify/run-verification";
import { dropDays } from "./drop-days";
import { lastDay } from "./last-day";
import { makeCheckpoint } from "./make-checkpoint";

export type ShortenOptions = {
  database: Database;
  timeZone: string;
  /** The institution's local day. */
  today: string;
  /** Days that events are kept for after they arrived. */
  keptDays: number;
  now: Date;
};

/** Events that a checkpoint stands for now and did not before, and days of the log that were dropped. */
export type Shortened = { events: number; days: number };

/** Throws conflict where a verification runs, whose events must not go while it reads them, or where a cell differs. */
export async function shortenLog({ database, timeZone, today, keptDays, now }: ShortenOptions): Promise<Shortened> {
  const lock = await database.owner.connect();
  try {
    const taken = await lock.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [verificationLock]);
    if (taken.rows[0]?.taken !== true) throw new BellwetherError("conflict", "A verification is running; the log is shortened after it.");
    const before = await lastDay(lock, today, keptDays);
    const made = before === null ? null : await makeCheckpoint(database, timeZone, before, now);
    // Apart: the checkpoint's snapshot is older than the end of the audit's chain.
    if (made !== null) await writeAudit(database.owner, { actor: "system", action: "retention.applied", detail: made });
    return { events: made?.events ?? 0, days: await dropDays(database.owner) };
  } finally {
    await lock.query("SELECT pg_advisory_unlock($1)", [verificationLock]).then(
      () => lock.release(),
      (error: Error) => lock.release(error),
    );
  }
}
