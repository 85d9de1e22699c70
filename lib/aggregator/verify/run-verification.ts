import { randomUUID } from "node:crypto";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { type Difference, type Verification, verificationSteps, verify } from "./verify";

/** Held by whoever verifies: one at a time over all processes, and lost with its session. */
export const verificationLock = 715_206;

export type VerificationOptions = {
  database: Database;
  timeZone: string;
  /** user:<id>, system. */
  actor: string;
  now: () => Date;
  /** The local day of a nightly run: of several processes one has it. */
  night?: string;
  onStarted?: (id: string) => void;
};

/**
 * Verifies, and keeps what came of it. Throws conflict where another one runs, or that night's came to a result.
 * One that fails is kept as failed; one whose process ends stays without an end.
 */
export async function runVerification(options: VerificationOptions): Promise<Verification> {
  const { database, now } = options;
  const lock = await database.owner.connect();
  try {
    const taken = await lock.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [verificationLock]);
    if (taken.rows[0]?.taken !== true) throw new BellwetherError("conflict", "A verification is running already.");
    try {
      const id = await begin(options);
      options.onStarted?.(id);
      const result = await verify(database, options.timeZone, (step) => noteStep(database, id, step)).catch(async (error: unknown) => {
        await end(database, id, now(), null);
        throw error;
      });
      await end(database, id, now(), result);
      return result;
    } finally {
      await lock.query("SELECT pg_advisory_unlock($1)", [verificationLock]);
    }
  } finally {
    lock.release();
  }
}

/** To be called under the lock: a run of that night without a result, then, is one that failed or was cut off, and is made up for. */
async function begin({ database, actor, now, night }: VerificationOptions): Promise<string> {
  const made = await database.owner.query<{ id: string }>(
    `INSERT INTO app.verification (id, night, actor, started_at, steps) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (night) DO UPDATE SET actor = excluded.actor, started_at = excluded.started_at, ended_at = NULL, step = 0,
       steps = excluded.steps
     WHERE verification.compared IS NULL RETURNING id`,
    [randomUUID(), night ?? null, actor, now(), verificationSteps],
  );
  const id = made.rows[0]?.id;
  if (id === undefined) throw new BellwetherError("conflict", "The verification of this night has been run.");
  return id;
}

async function noteStep(database: Database, id: string, step: number): Promise<void> {
  await database.owner.query("UPDATE app.verification SET step = $2 WHERE id = $1", [id, step]);
}

async function end(database: Database, id: string, at: Date, result: Verification | null): Promise<void> {
  await withTransaction(database.owner, (client) =>
    client.query("UPDATE app.verification SET ended_at = $2, compared = $3, differ = $4, examples = $5::jsonb WHERE id = $1", [
      id,
      at,
      result?.compared ?? null,
      result?.differ ?? null,
      JSON.stringify((result?.differences ?? []).map(withoutPersons)),
    ]),
  );
}

/** Keys of some cells are students' pseudonyms: an example needs none to be looked into. */
export function withoutPersons(difference: Difference): Difference {
  const { student: _, ...keys } = difference.keys;
  return { ...difference, keys };
}
