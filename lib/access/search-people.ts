import { setImmediate as nextTurn } from "node:timers/promises";
import { type PersonId, personIdSchema } from "@/lib/privacy/vault";
import type { AccessServices } from "./access-services";
import { inAudit } from "./in-audit";
import type { UserPrincipal } from "./principal";
import { readableStudents } from "./readable-students";
import { withScopedRead } from "./scoped-read";
import { writeAudit } from "./write-audit";

export type FoundPerson = { student: string; name: string | null; id: string };
/** `names`: by name and number · `numbers`: too many students to open their names, by the whole number only. */
export type PeopleSearch = { by: "names" | "numbers" | "nothing"; found: FoundPerson[] };

type Searched = Pick<AccessServices, "database" | "vault">;

/** Names are sealed one by one: so many are opened for a search, in parts between which others have their turn. */
const mostOpened = 5_000;
const part = 250;
const mostFound = 6;
/** A single letter is in half of all names. */
const shortest = 2;

/**
 * Students whose name or institution's number holds the text, among those whom the principal may call by name, as the
 * database itself sees it. What is opened and does not match goes nowhere. The search is recorded with whom it found,
 * by pseudonym, and never with its text (PII-1).
 */
export async function searchPeople(services: Searched, principal: UserPrincipal, text: string, most = mostOpened): Promise<PeopleSearch> {
  const wanted = fold(text);
  const candidates = await studentsByName(services, principal, most + 1);
  if (candidates.length === 0 || [...wanted].length < shortest) return { by: "nothing", found: [] };
  const tooMany = candidates.length > most;
  const opened = tooMany ? await byNumber(services, principal, text) : candidates;
  const found: FoundPerson[] = [];
  for (let start = 0; start < opened.length && found.length < mostFound; start += part) {
    const known = await services.vault.identitiesOf(opened.slice(start, start + part));
    for (const [student, { name, id }] of known) {
      if (tooMany ? id === text.trim() : fold(name ?? "").includes(wanted) || fold(id).includes(wanted)) found.push({ student, name, id });
    }
    await nextTurn();
  }
  const shown = found.slice(0, mostFound);
  await writeAudit(
    services.database.owner,
    inAudit(principal, {
      action: "people.searched",
      people: shown.map(({ student }) => student),
      detail: { people: shown.length, among: tooMany ? 1 : opened.length },
    }),
  );
  return { by: tooMany ? "numbers" : "names", found: shown };
}

async function studentsByName(services: Searched, principal: UserPrincipal, most: number): Promise<PersonId[]> {
  return withScopedRead(services.database, principal.nameScope, async (read) => {
    const rows = await read.query<{ student: string }>("SELECT student FROM warehouse.dim_student ORDER BY student LIMIT $1", [most]);
    return rows.rows.map((row) => personIdSchema.parse(row.student));
  });
}

/** The vault finds a whole number by its keyed index; whether the student is the reader's to name is the database's to say. */
async function byNumber(services: Searched, principal: UserPrincipal, text: string): Promise<PersonId[]> {
  const person = await services.vault.personOf(text.trim());
  return person === null ? [] : readableStudents(services.database, principal.nameScope, [person]);
}

/** Letters as people mean them: whatever their case, and Hangul in one form. */
const fold = (text: string): string => text.normalize("NFC").trim().toLowerCase();
