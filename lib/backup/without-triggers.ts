import type { PoolClient } from "pg";

/**
 * Runs with the tables' triggers off and leaves each as it was, in the caller's transaction. Rows of a backup are no changes:
 * they need no history, no notice and no place in the audit's chain, which they have. Needs to own the tables, no more.
 */
export async function withoutTriggers(client: PoolClient, tables: readonly string[], run: () => Promise<void>): Promise<void> {
  const found = await client.query<{ name: string; table: string; always: boolean }>(
    `SELECT quote_ident(tgname) AS name, tgrelid::regclass::text AS table, tgenabled = 'A' AS always
     FROM pg_trigger WHERE tgrelid = ANY($1::regclass[]) AND NOT tgisinternal AND tgenabled <> 'D'`,
    [tables],
  );
  for (const { name, table } of found.rows) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${name}`);
  await run();
  for (const { name, table, always } of found.rows) {
    await client.query(`ALTER TABLE ${table} ENABLE ${always ? "ALWAYS " : ""}TRIGGER ${name}`);
  }
}
