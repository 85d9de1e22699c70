import { BellwetherError } from "@/lib/platform/errors";
import type { PersonId } from "@/lib/privacy/vault";
import type { AccessServices } from "../access-services";
import { inAudit } from "../in-audit";
import type { UserPrincipal } from "../principal";
import { revealPeople } from "../reveal";
import { writeAudit } from "../write-audit";

/** The pseudonym of a student by the institution's id. Throws not-found for who is no student, too. */
export async function findStudentByNumber(
  { database, vault }: Pick<AccessServices, "database" | "vault">,
  number: string,
): Promise<PersonId> {
  const student = await studentOf({ database, vault }, number);
  if (student === null) throw unknownNumber(number);
  return student;
}

/**
 * The pseudonym of a student whom the institution's id names, and the name where the reader may know it. Whatever comes of
 * it the audit says that somebody asked, and whom they found, by pseudonym: a number that is tried is never written down
 * (PII-1). Throws not-found for who is no student, too.
 */
export async function findStudent(
  services: AccessServices,
  reader: UserPrincipal,
  number: string,
): Promise<{ student: string; number: string; name: string | null }> {
  const student = await studentOf(services, number);
  const people = student === null ? [] : [student];
  const detail = { screen: "access", people: people.length } as const;
  await writeAudit(services.database.owner, inAudit(reader, { action: "people.searched", people, detail }));
  if (student === null) throw unknownNumber(number);
  const called = (await revealPeople(services, reader, [student], { at: { screen: "access" }, locale: "en" })).get(student);
  return { student, number, name: called?.name ?? null };
}

async function studentOf({ database, vault }: Pick<AccessServices, "database" | "vault">, number: string): Promise<PersonId | null> {
  const person = await vault.personOf(number);
  if (person === null) return null;
  const known = await database.owner.query("SELECT FROM warehouse.dim_student WHERE student = $1", [person]);
  return known.rowCount === 1 ? person : null;
}

const unknownNumber = (number: string) =>
  new BellwetherError("not-found", "No student has this number.", { field: "number", rule: "exists", found: number });
