import type { PoolClient } from "pg";

/** Who did what to what: `actor` is user:<id>, api-key:<id> or system. The detail names no person. */
export type AuditEntry = { actor: string; action: string; subject?: string; detail?: Readonly<Record<string, unknown>> };

/** The one way into the audit, in the transaction of what it is about where `client` is in one. */
export async function writeAudit(client: Pick<PoolClient, "query">, { actor, action, subject, detail }: AuditEntry): Promise<void> {
  await client.query("INSERT INTO app.audit (actor, action, subject, detail) VALUES ($1, $2, $3, $4::jsonb)", [
    actor,
    action,
    subject ?? null,
    JSON.stringify(detail ?? {}),
  ]);
}
