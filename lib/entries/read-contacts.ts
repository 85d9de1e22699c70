import { inAudit } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";
import { writeAudit } from "@/lib/access/write-audit";
import { entrySource } from "@/lib/contracts/own-source";
import type { Database } from "@/lib/platform/database";
import { personIdSchema } from "@/lib/privacy/vault";
import type { ContactRow } from "@/lib/warehouse/queries/list-contacts";
import type { EntryPorts } from "./ports";
import { entryOf } from "./read-roll-history";

export type NotedContact = {
  contact: string;
  student: string;
  channel: string;
  note: string | null;
  at: string;
  /** Who noted it on a screen; null for other systems. */
  by: string | null;
};

/**
 * Contacts with their notes opened, and who noted them. `rows` are those that the reader may see; that their notes
 * were read is recorded.
 */
export async function openContacts(
  ports: Pick<EntryPorts, "database" | "vault">,
  user: UserPrincipal,
  rows: readonly ContactRow[],
): Promise<NotedContact[]> {
  const by = await namesOf(ports.database, rows);
  const opened = await Promise.all(
    rows.map(async ({ sealedNote, student }) =>
      sealedNote === null ? null : ports.vault.openFor(personIdSchema.parse(student), sealedNote),
    ),
  );
  const notes = opened.filter((note) => note !== null).length;
  if (notes > 0) {
    await writeAudit(ports.database.owner, inAudit(user, { action: "notes.revealed", detail: { notes } }));
  }
  return rows.map(({ contact, student, channel, at }, index) => ({
    contact,
    student,
    channel,
    note: opened[index] ?? null,
    at,
    by: by.get(contact) ?? null,
  }));
}

async function namesOf(database: Database, rows: readonly ContactRow[]): Promise<Map<string, string>> {
  const entries = new Map(
    rows.flatMap((row) => {
      const entry = row.source === entrySource ? entryOf(row.eventId) : null;
      return entry === null ? [] : [[entry, row.contact] as const];
    }),
  );
  if (entries.size === 0) return new Map();
  const found = await database.owner.query<{ id: string; name: string }>(
    `SELECT entry.id, u.name FROM app.entry JOIN app."user" u ON u.id = entry.user_id WHERE entry.id = ANY($1::uuid[])`,
    [[...entries.keys()]],
  );
  return new Map(found.rows.flatMap(({ id, name }) => (entries.has(id) ? [[entries.get(id) ?? "", name] as const] : [])));
}
