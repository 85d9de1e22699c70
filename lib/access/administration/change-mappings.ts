import type { PoolClient } from "pg";
import { z } from "zod";
import { idSchema } from "@/lib/contracts/values";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { claimOf, type ScopeTemplate } from "../oidc/claim-mapping";
import { deleteMapping, insertMapping, lockMapping } from "../oidc/mappings";
import { permissions } from "../permissions";
import { type Administrator, administer } from "./administer";
import { requireGivableRole } from "./find-role";
import { refuseMoreThanHeld } from "./held-permissions";
import { existing } from "./resolve-scope";

const mostIds = 50;
const name = idSchema.pipe(z.string().trim().min(1));

/** A mapping as it is asked for: which claim, of which value or of any (null), gives which role over what. */
export const newMappingSchema = z.strictObject({
  claim: name,
  value: name.nullable(),
  role: idSchema,
  scope: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("institution") }),
    z.strictObject({ kind: z.enum(["org-units", "courses", "sections"]), ids: z.array(name).min(1).max(mostIds) }),
    z.strictObject({ kind: z.enum(["instructor", "advisor"]), personClaim: name }),
  ]),
});
export type NewMapping = z.infer<typeof newMappingSchema>;

/**
 * Adds what a claim gives, from the next sign-in on. Whoever can choose what the provider says can choose who holds it, so
 * that nobody adds more than they hold. Throws bad-request with field, rule and found, forbidden, and conflict where the
 * same is mapped.
 */
export function addClaimMapping(database: Database, by: Administrator, wanted: NewMapping): Promise<string> {
  return administer(database, by, async (client) => {
    const role = await requireGivableRole(client, wanted.role);
    await refuseMoreThanHeld(client, by, role.permissions, { field: "role", found: role.id });
    return insertMapping(client, by.actor, { ...wanted, scope: await resolveTemplate(client, wanted.scope) });
  });
}

/** Nobody is given this any more from their next sign-in on. Throws not-found, and forbidden as above. */
export function removeClaimMapping(database: Database, by: Administrator, id: string): Promise<void> {
  return administer(database, by, async (client) => {
    const mapping = await lockMapping(client, id);
    await refuseMoreThanHeld(client, by, await allowedBy(client, mapping.role), { field: "role", found: mapping.role });
    await deleteMapping(client, by.actor, mapping);
  });
}

/** What a role allows, one that was removed too. */
async function allowedBy(client: PoolClient, role: string) {
  const found = await client.query("SELECT permissions FROM app.role WHERE id = $1", [role]);
  return z.array(z.object({ permissions: z.array(z.enum(permissions)) })).parse(found.rows)[0]?.permissions ?? [];
}

const tables = { "org-units": "dim_org_unit", courses: "dim_course", sections: "dim_section" } as const;

/** What is named by its id exists; what comes from a claim is known when it comes. */
async function resolveTemplate(client: PoolClient, scope: ScopeTemplate): Promise<ScopeTemplate> {
  if (!("ids" in scope)) return scope;
  const half = scope.ids.findIndex((id) => claimOf(id) === null && /[{}]/.test(id));
  if (half >= 0) {
    throw new BellwetherError("bad-request", "The name of a claim stands in braces by itself, such as {college}.", {
      field: `scope.ids.${half}`,
      rule: "placeholder",
      found: scope.ids[half],
    });
  }
  const ids = await existing(client, tables[scope.kind], "id", "ids", scope.ids, (id) => claimOf(id) !== null);
  return { kind: scope.kind, ids };
}
