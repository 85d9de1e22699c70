import type { ScopedRead } from "@/lib/access/scoped-read";
import { instantSql } from "@/lib/platform/instant-sql";

export type ContactRow = {
  contact: string;
  student: string;
  channel: string;
  /** Sealed under the student's key. */
  sealedNote: string | null;
  at: string;
  source: string;
  eventId: string;
};

const columns = `k.id AS contact, k.student, k.channel, k.sealed_note AS "sealedNote", ${instantSql("k.occurred_at")} AS at, k.source, k.event_id AS "eventId"`;

/** Contacts with a student, the latest first. */
export async function listContacts(read: ScopedRead, student: string): Promise<ContactRow[]> {
  const rows = await read.query<ContactRow>(
    `SELECT ${columns} FROM warehouse.fact_contact k WHERE k.student = $1 ORDER BY k.occurred_at DESC, k.id`,
    [student],
  );
  return rows.rows;
}

/** The latest contact with each of these students. */
export async function listLastContacts(read: ScopedRead, students: readonly string[]): Promise<ContactRow[]> {
  const rows = await read.query<ContactRow>(
    `SELECT DISTINCT ON (k.student) ${columns} FROM warehouse.fact_contact k WHERE k.student = ANY($1::uuid[])
     ORDER BY k.student, k.occurred_at DESC, k.id`,
    [students],
  );
  return rows.rows;
}
