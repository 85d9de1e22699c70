import { z } from "zod";
import type { UserPrincipal } from "@/lib/access/principal";
import type { Database } from "@/lib/platform/database";
import { instantSql } from "@/lib/platform/instant-sql";
import { keptMailSchema, type Mailbox } from "./mailbox-shape";

export const pageSize = 50;

export const mailboxAskSchema = z.strictObject({ before: z.uuid().optional() });

/**
 * One's own, the newest first; for who manages reports those of everybody that bring one. An alert's mail brings none: under
 * whose scope its figures are is not known from it, and its subject says what it is about.
 */
export async function listMails({ owner }: Database, { userId, may }: UserPrincipal, before: string | null): Promise<Mailbox> {
  const all = may.has("reports:manage");
  const found = await owner.query(
    `SELECT m.id, m.subject, m.to_address AS "to", ${instantSql("m.at")} AS at FROM app.mail_kept m
     WHERE (m.user_id = $1 OR ($2 AND EXISTS (SELECT FROM app.report_delivery d WHERE d.message_id = m.message_id)))
       AND ($3::uuid IS NULL OR (m.at, m.id) < (SELECT at, id FROM app.mail_kept WHERE id = $3))
     ORDER BY m.at DESC, m.id DESC LIMIT ${pageSize + 1}`,
    [userId, all, before],
  );
  const mails = z.array(keptMailSchema).parse(found.rows);
  const shown = mails.slice(0, pageSize);
  return { mails: shown, next: mails.length > pageSize ? (shown.at(-1)?.id ?? null) : null, all };
}
