import { type PersonId, personIdSchema } from "@/lib/privacy/vault";
import type { AccessServices } from "./access-services";
import { inAudit } from "./in-audit";
import type { UserPrincipal } from "./principal";
import { withScopedRead } from "./scoped-read";
import { writeAudit } from "./write-audit";

export type Revealed = { id: string; name: string | null };

/**
 * Names and institution's ids of students, for who may see them: those inside the principal's
 * student-level scope, as the database itself sees it. The look-up is recorded.
 */
export async function revealPeople(
  services: AccessServices,
  principal: UserPrincipal,
  asked: readonly string[],
): Promise<Map<string, Revealed>> {
  if (asked.length === 0) return new Map();
  const allowed = await withScopedRead(services.database, principal.studentScope, async (read) => {
    const rows = await read.query<{ student: string }>("SELECT student FROM warehouse.dim_student WHERE student = ANY($1::uuid[])", [
      [...asked],
    ]);
    return rows.rows.map((row): PersonId => personIdSchema.parse(row.student));
  });
  const known = await services.vault.identitiesOf(allowed);
  await writeAudit(services.database.owner, inAudit(principal, { action: "people.revealed", detail: { people: allowed.length } }));
  return new Map([...known].map(([person, identity]) => [person, { id: identity.id, name: identity.name }]));
}
