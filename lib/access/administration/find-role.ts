import type { PoolClient } from "pg";
import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import { permissions } from "../permissions";
import { homes, isBuiltIn } from "../roles";

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  nameKo: z.string().nullable(),
  home: z.enum(homes),
  permissions: z.array(z.enum(permissions)),
});
export type FoundRole = z.infer<typeof rowSchema> & { builtIn: boolean };

/** A role that can be given; null where there is none. */
export async function findRole(client: Pick<PoolClient, "query">, id: string): Promise<FoundRole | null> {
  const found = await client.query(
    `SELECT id, name, name_ko AS "nameKo", home, permissions FROM app.role WHERE id = $1 AND removed_at IS NULL`,
    [id],
  );
  const row = found.rows[0];
  return row === undefined ? null : { ...rowSchema.parse(row), builtIn: isBuiltIn(id) };
}

export async function requireGivableRole(client: Pick<PoolClient, "query">, id: string): Promise<FoundRole> {
  const role = await findRole(client, id);
  if (role !== null) return role;
  throw new BellwetherError("bad-request", "There is no such role.", { field: "role", rule: "exists", found: id });
}
