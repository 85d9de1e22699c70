import type { Locale } from "@/lib/platform/locale";
import type { AccessServices } from "./access-services";
import { maskedLabel } from "./masked-label";
import type { UserPrincipal } from "./principal";
import { readableStudents } from "./readable-students";
import { type LookAt, recordLook } from "./record-look";
import { scopeKey } from "./scope";

export type Revealed = {
  /** The name, else the institution's id; a label that says nothing for whoever may see neither. */
  label: string;
  /** Null where it is not known or not to be shown. */
  name: string | null;
  id: string | null;
  email: string | null;
  birthDate: string | null;
};

/**
 * Students as the principal may see them: those inside the student-level scope, as the database itself sees it, their
 * names and institution's ids where `people:name` holds, address and birth date where `people:contact` does. The one
 * place where pseudonyms become persons on their way to a screen. The look is recorded, with or without names.
 */
export async function revealPeople(
  { database, vault }: Pick<AccessServices, "database" | "vault">,
  principal: UserPrincipal,
  asked: readonly string[],
  { at, locale }: { at: LookAt; locale: Locale },
): Promise<Map<string, Revealed>> {
  const seen = await readableStudents(database, principal.studentScope, asked);
  if (seen.length === 0) return new Map();
  const within = async (scope: UserPrincipal["scope"]) =>
    new Set(scopeKey(scope) === scopeKey(principal.studentScope) ? seen : await readableStudents(database, scope, seen));
  const named = await within(principal.nameScope);
  const reachable = await within(principal.contactScope);
  const known = await vault.identitiesOf(seen.filter((person) => named.has(person) || reachable.has(person)));
  await recordLook(database, principal, seen, at);
  return new Map(
    seen.map((person) => {
      const identity = known.get(person);
      const name = named.has(person) ? (identity?.name ?? null) : null;
      const id = named.has(person) ? (identity?.id ?? null) : null;
      const { email = null, birthDate = null } = reachable.has(person) ? (identity ?? {}) : {};
      return [person, { label: name ?? id ?? maskedLabel(person, locale), name, id, email, birthDate }];
    }),
  );
}
