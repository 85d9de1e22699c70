import type { PoolClient } from "pg";
import * as z from "zod/mini";
import { instantSql } from "@/lib/platform/instant-sql";
import type { Editor } from "./editor";
import { type RunRecipient, recipientSchema } from "./run-shapes";

/** So many are listed, those that want a look first: the rest is in the counts. */
const most = 100;

/** What became of each copy of a run; whoever reads may open their own. */
export async function listRunRecipients(client: Pick<PoolClient, "query">, { userId }: Editor, run: string): Promise<RunRecipient[]> {
  const found = await client.query(
    `SELECT d.id, coalesce(u.name, d.name) AS name, CASE WHEN d.user_id IS NULL THEN d.address END AS address, d.state, d.attempts, d.detail,
       CASE WHEN d.state = 'waiting' AND d.attempts > 0 THEN ${instantSql("d.next_try_at")} END AS "nextTryAt",
       ${instantSql("d.sent_at")} AS "sentAt", ${instantSql("d.opened_at")} AS "openedAt",
       (d.user_id = $2::uuid AND EXISTS (SELECT FROM app.report_document p WHERE p.rendering = d.rendering)) IS TRUE AS own
     FROM app.report_delivery d LEFT JOIN app."user" u ON u.id = d.user_id
     WHERE d.run = $1
     ORDER BY array_position(ARRAY['failed', 'refused', 'bounced', 'withheld', 'sending', 'waiting', 'cancelled', 'sent', 'kept'], d.state),
       lower(coalesce(u.name, d.name, d.address)), d.id LIMIT ${most}`,
    [run, userId],
  );
  return z.array(recipientSchema).parse(found.rows);
}
