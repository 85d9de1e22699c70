import { inAudit } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";
import { writeAudit } from "@/lib/access/write-audit";
import { entrySource } from "@/lib/contracts/own-source";
import { withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { keyedHash } from "@/lib/privacy/sealing";
import type { EntryPorts } from "./ports";

export type SeenMark = { status: string; recordedAt: string };
export type EntryKind = "roll" | "meeting" | "contact" | "term";
export type Entry = {
  id: string;
  at: string;
  /** The `recordedtime` of its events. */
  recordedAt: string;
};
export type NewEntry = {
  /** Made by the client: a click that comes twice, or is tried again, is one entry. */
  id: string;
  kind: EntryKind;
  subject: string;
  /** Whom it is about, by pseudonym. */
  people?: readonly string[];
  /** What was entered; kept as a keyed hash alone. */
  said: unknown;
  /** The marks of other systems that it corrects, by pseudonym: those are not found in the log without a search. */
  seen?: Readonly<Record<string, SeenMark>>;
  /** The latest `recordedtime` of what it corrects. */
  corrects?: string | null;
};

/**
 * Notes who enters what and when, before it goes to the log. An id that is known with the same content gives
 * what was noted then, so that its events are the same to the byte; with other content, or another's: conflict.
 */
export async function beginEntry(ports: EntryPorts, user: UserPrincipal, entry: NewEntry): Promise<Entry> {
  const now = ports.now();
  // A source whose clock is ahead must not win over who corrects what it said.
  const recorded = new Date(Math.max(now.getTime(), entry.corrects == null ? 0 : Date.parse(entry.corrects) + 1));
  // Keyed: a note that was guessed cannot be tried against it.
  const digest = keyedHash(ports.vault.identityKey, JSON.stringify([entry.kind, entry.subject, entry.said]));
  await withTransaction(ports.database.owner, async (client) => {
    const made = await client.query(
      `INSERT INTO app.entry (id, user_id, kind, subject, at, recorded_at, digest, seen) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (id) DO NOTHING`,
      [entry.id, user.userId, entry.kind, entry.subject, now, recorded, digest, entry.seen ?? {}],
    );
    if (made.rowCount === 0) return;
    const said = { action: `${entry.kind}.entered` as const, subject: `entry:${entry.id}`, people: entry.people ?? [] };
    await writeAudit(client, inAudit(user, { ...said, detail: entry.kind === "contact" ? {} : { of: entry.subject } }));
  });
  const kept = await ports.database.owner.query<{ at: Date; recordedAt: Date; same: boolean }>(
    `SELECT at, recorded_at AS "recordedAt", user_id = $2 AND digest = $3 AS same FROM app.entry WHERE id = $1`,
    [entry.id, user.userId, digest],
  );
  const row = kept.rows[0];
  if (row === undefined || !row.same) {
    throw new BellwetherError("conflict", "This entry was made before, with other content.", {
      field: "entry",
      rule: "unique",
      found: entry.id,
    });
  }
  return { id: entry.id, at: row.at.toISOString(), recordedAt: row.recordedAt.toISOString() };
}

export type EntryEvent = { type: string; time: string; data: Readonly<Record<string, unknown>> };

/** Puts the entry's events on the log; resolves once they are durable (LOG-1). The same again is no second entry. */
export async function submitEntry(ports: EntryPorts, entry: Entry, events: readonly EntryEvent[]): Promise<void> {
  const answer = await ports.submit(
    events.map(({ type, time, data }, index) => ({
      specversion: "1.0",
      id: `${entry.id}/${index + 1}`,
      source: entrySource,
      type,
      time,
      recordedtime: entry.recordedAt,
      data,
    })),
  );
  if (answer.rejected === 0) return;
  const [first] = answer.items.filter((item) => item.status === "rejected");
  const rule = first?.errors?.[0]?.rule;
  if (rule === "id-conflict") {
    throw new BellwetherError("conflict", "What this entry is about has changed since it was first sent. Enter it anew.", {
      field: "entry",
      rule,
    });
  }
  throw new BellwetherError("internal", "The log refused this entry.", { rule });
}
