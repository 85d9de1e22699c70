import type { PoolClient } from "pg";
import type { AuditAction } from "./audit/audit-actions";

/**
 * Who did what to what: `actor` is user:<id>, api-key:<id> or system; `people` whom it is
 * about, by pseudonym. The detail names no person.
 */
export type AuditEntry = {
  actor: string;
  action: AuditAction;
  subject?: string;
  people?: readonly string[];
  detail?: Readonly<Record<string, unknown>>;
};

/**
 * The one way into the audit, in the transaction of what it is about where `client` is in one. The entry takes its
 * place in the chain as that transaction commits, whenever in it this is called (migration 14).
 */
export async function writeAudit(client: Pick<PoolClient, "query">, { actor, action, subject, people, detail }: AuditEntry): Promise<void> {
  await client.query("INSERT INTO app.audit_written (actor, action, subject, people, detail) VALUES ($1, $2, $3, $4::uuid[], $5::jsonb)", [
    actor,
    action,
    subject ?? null,
    people ?? [],
    JSON.stringify(detail ?? {}),
  ]);
}
