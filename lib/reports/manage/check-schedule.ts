import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { effectiveAccess } from "@/lib/warehouse/access/effective-access";
import type { AskedSchedule } from "./asked-schedule";
import { checkContent } from "./check-content";
import { checkRecipients, refuseOtherScopes, refuseOthers, refuseStored, refuseUnopened } from "./check-recipients";
import type { Editor } from "./editor";

/** `stores`: whether the institution has set a folder or a store for copies. */
type Checking = { database: Database; editor: Editor; owner: string; stores: boolean; now: Date };

/**
 * Whether something may be scheduled so. What it names is looked up under the owner's scope of now, whoever edits it: an
 * editor who sees more cannot lend it. Throws forbidden, or bad-request with the field.
 */
export async function checkSchedule(asked: AskedSchedule, { database, editor, owner, stores, now }: Checking): Promise<void> {
  const { access } = await effectiveAccess(database, owner, now);
  const managesAll = owner === editor.userId ? editor.managesAll : access.may.has("reports:manage");
  refuseOthers(asked, { editor, owner: { userId: owner, managesAll } });
  refuseOtherScopes(asked, [editor.sight, access]);
  await withScopedRead(database, access.scope, async (read) => {
    await checkContent(read, asked.content);
    await checkRecipients(database.owner, read, asked.recipients);
    refuseUnopened(asked);
    if (!stores) refuseStored(asked);
  });
}
