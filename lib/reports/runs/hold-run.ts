import type { PoolClient } from "pg";

/**
 * Keeps a run from being cancelled until the transaction ends; false where it was asked to be. Whoever writes to several
 * rows of a run begins with this, so that all of them, cancelling too, lock in one order.
 */
export async function holdRun(client: Pick<PoolClient, "query">, run: string): Promise<boolean> {
  const held = await client.query<{ open: boolean }>("SELECT cancel_asked_at IS NULL AS open FROM app.report_run WHERE id = $1 FOR SHARE", [
    run,
  ]);
  return held.rows[0]?.open === true;
}
