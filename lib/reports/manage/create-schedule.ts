import { randomUUID } from "node:crypto";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { AskedSchedule } from "./asked-schedule";
import { checkSchedule } from "./check-schedule";
import type { Editor } from "./editor";
import { auditReport, inAuditWords } from "./in-report-audit";

/** More than this are no list that anybody looks after. */
export const mostOwned = 100;

/** Schedules a report of the editor's own; nothing that was due before now is sent. Throws forbidden, bad-request or conflict. */
export async function createSchedule(
  database: Database,
  editor: Editor,
  asked: AskedSchedule,
  { now, stores }: { now: Date; stores: boolean },
): Promise<{ id: string; version: number }> {
  const id = randomUUID();
  await checkSchedule(asked, { database, editor, owner: editor.userId, stores, now });
  await withTransaction(database.owner, async (client) => {
    // The owner's row is held, so that two at once do not go over the limit together.
    await client.query(`SELECT FROM app."user" WHERE id = $1 FOR NO KEY UPDATE`, [editor.userId]);
    const owned = await client.query("SELECT FROM app.report_schedule WHERE owner = $1 AND removed_at IS NULL", [editor.userId]);
    if ((owned.rowCount ?? 0) >= mostOwned)
      throw new BellwetherError("conflict", `You have ${mostOwned} reports already; remove one first.`, { rule: "most", found: mostOwned });
    await client.query(
      `INSERT INTO app.report_schedule (id, owner, name, content, timing, recipients, delivery, decided_through, created_at, changed_at)
       VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6::jsonb, $7::jsonb, $8, $8, $8)`,
      [id, editor.userId, asked.name, ...documentsOf(asked), now],
    );
    await auditReport(client, { actor: editor.actor, action: "report.scheduled", id, detail: inAuditWords(asked) });
  });
  return { id, version: 1 };
}

export const documentsOf = ({ content, timing, recipients, delivery }: AskedSchedule): string[] =>
  [content, timing, recipients, delivery].map((document) => JSON.stringify(document));
