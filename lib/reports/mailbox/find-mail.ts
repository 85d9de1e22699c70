import { z } from "zod";
import type { UserPrincipal } from "@/lib/access/principal";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { isStillTheirs } from "../archive/still-theirs";
import { eyesSchema } from "../recipients/eyes";

const rowSchema = z.object({
  id: z.uuid(),
  user: z.uuid().nullable(),
  at: z.date(),
  source: z.instanceof(Buffer),
  /** Of the report that it brings; null: it brings none. */
  delivery: z.uuid().nullable(),
  run: z.uuid().nullable(),
  eyes: eyesSchema.nullable(),
  renderedAt: z.date().nullable(),
});
export type FoundMail = z.infer<typeof rowSchema>;

/**
 * A mail that is to the reader, or any that brings a report for who manages those; of a report only while they hold what it
 * shows themselves (SCOPE-1). Throws not-found for anything else, whatever the reason.
 */
export async function findMail(database: Database, reader: UserPrincipal, id: string, now: Date): Promise<FoundMail> {
  const found = z.uuid().safeParse(id).success ? await readMail(database, reader, id) : null;
  const { eyes, renderedAt } = found ?? { eyes: null, renderedAt: null };
  const theirs = eyes === null || (await isStillTheirs(database, reader, { eyes, at: renderedAt ?? now }, now));
  if (found === null || !theirs) throw new BellwetherError("not-found", "There is no such mail.");
  return found;
}

async function readMail({ owner }: Database, { userId, may }: UserPrincipal, id: string): Promise<FoundMail | null> {
  const rows = await owner.query(
    `SELECT m.id, m.user_id AS "user", m.at, m.source, d.id AS delivery, d.run, g.eyes,
       coalesce((SELECT c.committed_at FROM warehouse.feed_commit c WHERE c.position = g.position), g.ended_at) AS "renderedAt"
     FROM app.mail_kept m LEFT JOIN app.report_delivery d USING (message_id) LEFT JOIN app.report_rendering g ON g.id = d.rendering
     WHERE m.id = $1 AND (m.user_id = $2 OR ($3 AND d.id IS NOT NULL))`,
    [id, userId, may.has("reports:manage")],
  );
  const row: unknown = rows.rows[0];
  return row === undefined ? null : rowSchema.parse(row);
}

/** What is attached is the recipient's own document: theirs alone; to an address outside, of who manages reports. */
export const mayOpenAttachments = ({ userId }: UserPrincipal, { user }: FoundMail): boolean => user === userId || user === null;
