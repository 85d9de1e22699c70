import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { instantSql } from "@/lib/platform/instant-sql";
import { verificationLock } from "./run-verification";
import { type VerificationRun, verificationSchema } from "./verification-shape";

const listed = 10;

/** The last runs, the newest first. One without an end runs where its lock is held, and it is the newest of them. */
export async function listVerifications(database: Database): Promise<VerificationRun[]> {
  const found = await database.owner.query(
    `WITH held AS (
       SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = $1
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS yes)
     SELECT v.id, CASE
         WHEN v.compared IS NOT NULL THEN 'done'
         WHEN v.ended_at IS NOT NULL THEN 'failed'
         WHEN held.yes AND row_number() OVER (ORDER BY v.started_at DESC) = 1 THEN 'running'
         ELSE 'cut-off' END AS state,
       u.name AS by, v.night IS NOT NULL AS nightly, ${instantSql("v.started_at")} AS "startedAt", ${instantSql("v.ended_at")} AS "endedAt",
       v.step, v.steps, v.compared::float8 AS compared, v.differ::float8 AS differ, v.examples
     FROM app.verification v CROSS JOIN held LEFT JOIN app."user" u ON v.actor = 'user:' || u.id
     ORDER BY v.started_at DESC LIMIT ${listed}`,
    [verificationLock],
  );
  return z.array(verificationSchema).parse(found.rows);
}
