import { z } from "zod";
import type { Vault } from "@/lib/privacy/vault";
import type { PlainScope } from "../scope";
import { type Claims, valuesOf } from "./claims";

/**
 * The scope that a mapping gives, before it is known to whom. `ids` are taken as they are or, as `{claim}`, stand for
 * the values of that claim; a person is always who the claim says, by the institution's id.
 */
export const scopeTemplateSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("institution") }),
  z.object({ kind: z.enum(["org-units", "courses", "sections"]), ids: z.array(z.string().min(1).max(200)).min(1) }),
  z.object({ kind: z.enum(["instructor", "advisor"]), personClaim: z.string().min(1) }),
]);
export type ScopeTemplate = z.infer<typeof scopeTemplateSchema>;

/** `value`: null for whatever the claim says. */
export const claimMappingSchema = z.object({
  id: z.uuid(),
  claim: z.string(),
  value: z.string().nullable(),
  role: z.string(),
  scope: scopeTemplateSchema,
});
export type ClaimMapping = z.infer<typeof claimMappingSchema>;

export type MappedGrant = { role: string; scope: PlainScope };

/** More ids than anybody's claims hold, and few enough to be a scope. */
const mostIds = 200;

/** The grants that follow from claims. A mapping whose placeholder has no value gives none: never more than was meant. */
export async function grantsFrom(claims: Claims, mappings: readonly ClaimMapping[], vault: Vault): Promise<MappedGrant[]> {
  const grants = new Map<string, MappedGrant>();
  for (const { claim, value, role, scope } of mappings) {
    const values = valuesOf(claims, claim);
    if (value === null ? values.length === 0 : !values.includes(value)) continue;
    const filled = await fill(scope, claims, vault);
    if (filled !== null) grants.set(JSON.stringify([role, filled]), { role, scope: filled });
  }
  return [...grants.values()];
}

async function fill(template: ScopeTemplate, claims: Claims, vault: Vault): Promise<PlainScope | null> {
  switch (template.kind) {
    case "institution":
      return { kind: "institution" };
    case "org-units":
    case "courses":
    case "sections": {
      const ids = [...new Set(template.ids.flatMap((id) => idsFor(id, claims)))].sort().slice(0, mostIds);
      return ids.length === 0 ? null : scopeOf(template.kind, ids);
    }
    case "instructor":
    case "advisor": {
      const [id, ...others] = [...new Set(valuesOf(claims, template.personClaim))];
      // Who is two persons is none.
      if (id === undefined || others.length > 0 || id.length > 200) return null;
      // The roster may come later: the person is known to the vault from now on.
      const person = (await vault.pseudonymsOf([id])).get(id);
      return person === undefined ? null : { kind: template.kind, person };
    }
  }
}

function scopeOf(kind: "org-units" | "courses" | "sections", ids: string[]): PlainScope {
  switch (kind) {
    case "org-units":
      return { kind, orgUnits: ids };
    case "courses":
      return { kind, courses: ids };
    case "sections":
      return { kind, sections: ids };
  }
}

/** The claim whose values stand in the place of an id; null for an id that is one. */
export const claimOf = (id: string): string | null => /^\{([^{}]+)\}$/.exec(id)?.[1] ?? null;

/** The places that a template names by their ids, as scopes. */
export function templateMembers(template: ScopeTemplate): PlainScope[] {
  if (!("ids" in template)) return [];
  const ids = template.ids.filter((id) => claimOf(id) === null);
  return ids.length === 0 ? [] : [scopeOf(template.kind, ids)];
}

function idsFor(id: string, claims: Claims): string[] {
  const claim = claimOf(id);
  return claim === null ? [id] : valuesOf(claims, claim).filter((value) => value.length <= 200);
}
