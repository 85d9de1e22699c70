import { BellwetherError } from "@/lib/platform/errors";
import type { PersonId } from "@/lib/privacy/vault";
import type { AccessServices } from "../access-services";
import type { UserPrincipal } from "../principal";
import { revealPeople } from "../reveal";

/** The pseudonym of a student by the institution's id. Throws not-found for who is no student, too. */
export async function findStudentByNumber(
  { database, vault }: Pick<AccessServices, "database" | "vault">,
  number: string,
): Promise<PersonId> {
  const student = await vault.personOf(number);
  const known = student === null ? null : await database.owner.query("SELECT FROM warehouse.dim_student WHERE student = $1", [student]);
  if (student !== null && known?.rowCount === 1) return student;
  throw new BellwetherError("not-found", "No student has this number.", { field: "number", rule: "exists", found: number });
}

/**
 * The pseudonym of a student whom the institution's id names, and the name where the reader may know it. Throws
 * not-found for who is no student, too.
 */
export async function findStudent(
  services: AccessServices,
  reader: UserPrincipal,
  number: string,
): Promise<{ student: string; number: string; name: string | null }> {
  const student = await findStudentByNumber(services, number);
  const called = (await revealPeople(services, reader, [student], { at: { screen: "access" }, locale: "en" })).get(student);
  return { student, number, name: called?.name ?? null };
}
