import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { z } from "zod";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { writeAudit } from "../write-audit";
import { type ClaimMapping, claimMappingSchema } from "./claim-mapping";

export async function listMappings(client: Pick<PoolClient, "query">): Promise<ClaimMapping[]> {
  const found = await client.query("SELECT id, claim, value, role, scope FROM app.claim_mapping ORDER BY created_at, id");
  return found.rows.map((row) => claimMappingSchema.parse(row));
}

/** Throws not-found for a role that is not there, conflict where the same is mapped already. */
export async function addMapping(database: Database, actor: string, mapping: Omit<ClaimMapping, "id">): Promise<ClaimMapping> {
  const { role } = mapping;
  const id = await withTransaction(database.owner, async (client) => {
    const known = await client.query("SELECT FROM app.role WHERE id = $1", [role]);
    if (known.rowCount === 0)
      throw new BellwetherError("not-found", `There is no role ${role}.`, { field: "role", rule: "role", found: role });
    return insertMapping(client, actor, mapping);
  });
  return { id, ...mapping };
}

/** Writes a mapping that was checked, and what the audit says of it. Returns its id; throws conflict as above. */
export async function insertMapping(
  client: Pick<PoolClient, "query">,
  actor: string,
  { claim, value, role, scope }: Omit<ClaimMapping, "id">,
): Promise<string> {
  const id = randomUUID();
  const added = await client.query(
    `INSERT INTO app.claim_mapping (id, claim, value, role, scope) SELECT $1, $2, $3, $4, $5::jsonb
     WHERE NOT EXISTS (SELECT FROM app.claim_mapping
       WHERE claim = $2 AND value IS NOT DISTINCT FROM $3 AND role = $4 AND scope = $5::jsonb)`,
    [id, claim, value, role, JSON.stringify(scope)],
  );
  if (added.rowCount === 0)
    throw new BellwetherError("conflict", "This is mapped already.", { field: "claim", rule: "unique", found: claim });
  await writeAudit(client, {
    actor,
    action: "claim-mapping.added",
    subject: `claim-mapping:${id}`,
    detail: { claim, value, role, scope },
  });
  return id;
}

/** Nobody is given this any more from their next sign-in on; what it gave ends with the sessions of now. */
export async function removeMapping(database: Database, actor: string, id: string): Promise<void> {
  await withTransaction(database.owner, async (client) => deleteMapping(client, actor, await lockMapping(client, id)));
}

/** One that is to be removed. Throws not-found. */
export async function lockMapping(client: Pick<PoolClient, "query">, id: string): Promise<ClaimMapping> {
  const found = z.uuid().safeParse(id).success
    ? await client.query("SELECT id, claim, value, role, scope FROM app.claim_mapping WHERE id = $1 FOR UPDATE", [id])
    : null;
  const row = found?.rows[0];
  if (row === undefined) throw new BellwetherError("not-found", `There is no mapping ${id}.`, { field: "id", found: id });
  return claimMappingSchema.parse(row);
}

export async function deleteMapping(
  client: Pick<PoolClient, "query">,
  actor: string,
  { id, claim, value, role, scope }: ClaimMapping,
): Promise<void> {
  await client.query("DELETE FROM app.claim_mapping WHERE id = $1", [id]);
  await writeAudit(client, {
    actor,
    action: "claim-mapping.removed",
    subject: `claim-mapping:${id}`,
    detail: { claim, value, role, scope },
  });
}
