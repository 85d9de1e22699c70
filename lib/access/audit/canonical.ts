import { createHash } from "node:crypto";

/** An entry as it is kept and hashed. `detail` is text: jsonb as PostgreSQL spells it. */
export type StoredEntry = {
  id: number;
  /** RFC 3339 in UTC, to the millisecond. */
  at: string;
  actor: string;
  action: string;
  subject: string | null;
  /** Pseudonyms, sorted. */
  people: readonly string[];
  detail: string;
  previous: Buffer;
  hash: Buffer;
};

/** What the first entry holds in the place of the hash before it. */
export const beforeFirst = Buffer.alloc(32);

/** Length in octets, a colon, the text, a comma (D. J. Bernstein's netstrings); null has no length. */
const netstring = (value: string | null): string => (value === null ? "-," : `${Buffer.byteLength(value, "utf8")}:${value},`);

/** Fields one after another so that no two lists of fields are the same text, wherever one field ends. */
export const canonicalText = (fields: readonly (string | null)[]): string => fields.map(netstring).join("");

/** SHA-256 of all that an entry says and of the hash that it gives as the one before; app.audit_hash is the same in SQL. */
export function hashOf({ id, at, actor, action, subject, people, detail, previous }: Omit<StoredEntry, "hash">): Buffer {
  const text = canonicalText([
    "bellwether.audit.1",
    String(id),
    previous.toString("hex"),
    at,
    actor,
    action,
    subject,
    people.join(" "),
    detail,
  ]);
  return createHash("sha256").update(text, "utf8").digest();
}
