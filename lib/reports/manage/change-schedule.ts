import { isDeepStrictEqual } from "node:util";
import { type Database, withTransaction } from "@/lib/platform/database";
import type { ChangedSchedule } from "./asked-schedule";
import { checkSchedule } from "./check-schedule";
import { documentsOf } from "./create-schedule";
import type { Editor } from "./editor";
import { findSchedule } from "./find-schedule";
import { auditReport, inAuditWords } from "./in-report-audit";
import { refuseStaleVersion } from "./refuse-stale-version";

const parts = ["name", "content", "timing", "recipients", "delivery"] as const;

/**
 * Changes a report that is the editor's to change. With a new timing all that it would have been due before now is
 * decided: it begins from now on. Throws not-found, forbidden, bad-request, and conflict where it was changed meanwhile
 * or cannot be read: what it was could not be told.
 */
export async function changeSchedule(
  database: Database,
  editor: Editor,
  id: string,
  { version, ...asked }: ChangedSchedule,
  { now, stores }: { now: Date; stores: boolean },
): Promise<{ id: string; version: number }> {
  const found = await findSchedule(database.owner, editor, id);
  await refuseStaleVersion(database.owner, found, version);
  // Before the transaction, which must not wait for a second connection; what it looks up is looked up anew when it is sent.
  await checkSchedule(asked, { database, editor, owner: found.owner, stores, now });
  return withTransaction(database.owner, async (client) => {
    const held = await findSchedule(client, editor, id, { lock: true });
    await refuseStaleVersion(client, held, version);
    const changed = parts.filter((part) => !isDeepStrictEqual(held[part], asked[part]));
    if (changed.length === 0) return { id, version };
    await client.query(
      `UPDATE app.report_schedule SET name = $2, content = $3::jsonb, timing = $4::jsonb, recipients = $5::jsonb, delivery = $6::jsonb,
         version = version + 1, changed_at = $7, decided_through = CASE WHEN $8 THEN greatest(decided_through, $7) ELSE decided_through END
       WHERE id = $1`,
      [id, asked.name, ...documentsOf(asked), now, changed.includes("timing")],
    );
    const [was, is] = [inAuditWords(held), inAuditWords(asked)];
    const changes = Object.fromEntries(
      Object.keys(is).flatMap((key) => (isDeepStrictEqual(was[key], is[key]) ? [] : [[key, { from: was[key], to: is[key] }]])),
    );
    await auditReport(client, {
      actor: editor.actor,
      action: "report.changed",
      id,
      detail: { name: asked.name, owner: `user:${held.owner}`, changes },
    });
    return { id, version: version + 1 };
  });
}
