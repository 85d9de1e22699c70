import { BellwetherError } from "@/lib/platform/errors";
import type { PersonId, Vault } from "@/lib/privacy/vault";

/** Whom the records know by an institution's id. Throws bad-request where they know nobody. */
export async function findBound(vault: Vault, institutionId: string, field: string): Promise<PersonId> {
  const person = await vault.personOf(institutionId);
  if (person !== null) return person;
  throw new BellwetherError("bad-request", "The records know nobody by this id.", { field, rule: "exists", found: institutionId });
}

/** The institution's id of who a user is bound to. */
export async function boundId(vault: Vault, person: PersonId | null): Promise<string | null> {
  return person === null ? null : ((await vault.identitiesOf([person])).get(person)?.id ?? null);
}
