import type { PoolClient } from "pg";

/** Whoever asks for another preview does not wait for the last one any more: of each asker one waits at most. */
export async function endWaitingPreviews(client: PoolClient, asker: string, now: Date): Promise<void> {
  await client.query(
    `WITH open AS (
       SELECT r.id FROM app.report_run r JOIN app.report_rendering g ON g.run = r.id
       WHERE r.owner = $1 AND r.purpose = 'preview' AND r.state = 'working' AND g.state = 'waiting' FOR UPDATE OF r, g SKIP LOCKED),
     renderings AS (UPDATE app.report_rendering SET state = 'cancelled', ended_at = $2 WHERE run IN (SELECT id FROM open))
     UPDATE app.report_run SET state = 'cancelled', ended_at = $2 WHERE id IN (SELECT id FROM open)`,
    [asker, now],
  );
}
