import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Database } from "@/lib/platform/database";
import { inAudit } from "./in-audit";
import type { LookScreen } from "./look-screens";
import type { UserPrincipal } from "./principal";
import { writeAudit } from "./write-audit";

/** `subject`: what the screen is of, as the audit names it · `detail`: more of it, such as the reason that was given. */
export type LookAt = { screen: LookScreen; subject?: string; detail?: Readonly<Record<string, unknown>> };
/** `people.revealed`: who they are and what is known of them · `notes.revealed`: what was noted of them in words. */
export type LookAction = "people.revealed" | "notes.revealed";

/** Pages follow what changes by asking again: the same look of the same session is one for so long, in milliseconds. */
const sameLook = 5 * 60_000;
const recent = new LRUCache<string, true>({ max: 20_000, ttl: sameLook });

/** Records that a user looked at persons, and where; the same look again within minutes is no second one. */
export async function recordLook(
  database: Pick<Database, "owner">,
  reader: UserPrincipal,
  people: readonly string[],
  { screen, subject, detail }: LookAt,
  action: LookAction = "people.revealed",
): Promise<void> {
  if (people.length === 0) return;
  const key = keyOf(reader, [action, screen, subject, detail, [...people].sort()]);
  if (recent.has(key)) return;
  const entry = { action, ...(subject === undefined ? {} : { subject }), people, detail: { screen, people: people.length, ...detail } };
  await writeAudit(database.owner, inAudit(reader, entry));
  recent.set(key, true);
}

/** Whose entries of the audit somebody is asking for: by their number in the institution, or by the pseudonym. Null: nobody's. */
type Search = { person: string | null; by: "number" | "pseudonym" };

/**
 * Records that the audit was searched for a person. Each number that is asked for is an entry; the list that is then shown by
 * the pseudonym, page after page and again as it is refreshed, is none for as long as a look is the same.
 */
export async function recordSearch(database: Pick<Database, "owner">, reader: UserPrincipal, { person, by }: Search): Promise<void> {
  const key = keyOf(reader, ["audit.searched", person]);
  if (by === "pseudonym" && recent.has(key)) return;
  await writeAudit(database.owner, inAudit(reader, { action: "audit.searched", people: person === null ? [] : [person] }));
  if (person !== null) recent.set(key, true);
}

const keyOf = ({ sessionId, viewedBy }: UserPrincipal, look: readonly unknown[]): string =>
  createHash("sha256")
    .update(JSON.stringify([sessionId, viewedBy?.view, ...look]))
    .digest("base64url");
