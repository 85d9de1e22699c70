import type { PoolClient } from "pg";

/**
 * Deletes releases that a later one had taken the place of by a moment, and has nobody ask about what was before it. The last
 * one of each leaf stays for ever: without it the leaf would be given as it is now, whoever changed since. Returns how
 * many went.
 */
export async function dropSuperseded(client: PoolClient, before: Date): Promise<number> {
  const horizon = await client.query<{ position: string }>(
    `INSERT INTO app.release_horizon AS known (position, moment)
     SELECT position, $1 FROM warehouse.feed_commit WHERE committed_at <= $1 ORDER BY committed_at DESC, position DESC LIMIT 1
     ON CONFLICT (id) DO UPDATE
     SET position = greatest(known.position, excluded.position), moment = greatest(known.moment, excluded.moment)
     RETURNING position`,
    [before],
  );
  const position = horizon.rows[0]?.position;
  if (position === undefined) return 0; // nothing had been committed by then
  const gone = await client.query(
    `DELETE FROM app.released_leaf superseded WHERE EXISTS (
       SELECT FROM app.released_leaf later WHERE later.question = superseded.question AND later.time = superseded.time AND later.leaf = superseded.leaf
         AND later.position > superseded.position AND later.position <= $1)`,
    [position],
  );
  return gone.rowCount ?? 0;
}
