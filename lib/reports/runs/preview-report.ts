import { randomUUID } from "node:crypto";
import { inAudit } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";
import { reachedBy } from "@/lib/access/reached-by";
import { writeAudit } from "@/lib/access/write-audit";
import { localDay } from "@/lib/platform/clock";
import { withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { ReportContent } from "../content-shape";
import { type Asking, userKey } from "../recipients/expand";
import { scopesOf } from "../recipients/eyes";
import { workOutSubjects } from "../recipients/work-out-subjects";
import { endWaitingPreviews } from "./end-waiting-previews";
import { insertRenderings } from "./insert-renderings";
import { insertRun } from "./insert-run";
import { type PreviewedAs, previewEyes } from "./preview-eyes";
import { renderedContent } from "./rendering-order";

export type AskedPreview = {
  name: string;
  content: ReportContent;
  /** Of a report that is saved. */
  schedule: string | null;
  /** Another recipient than whoever asks. */
  as: PreviewedAs | null;
};

/**
 * One rendering, which whoever asks looks at and nobody is sent; answers with the id of its run. As somebody else it is in
 * the audit. Throws forbidden, not-found, and conflict where there would be nothing to see, with the reason as `rule`.
 */
export async function previewReport(asking: Asking, asker: UserPrincipal, { name, content, schedule, as }: AskedPreview): Promise<string> {
  const { database, now, timeZone } = asking;
  const { eyes, language } = await previewEyes(asking, asker, as);
  const found = await workOutSubjects(database, eyes.scope, content, localDay(now, timeZone));
  if ("withheld" in found)
    throw new BellwetherError("conflict", "There is nothing in this report for its reader.", { rule: found.withheld });
  const id = randomUUID();
  const locale = content.language ?? language ?? "en";
  const recipients = [as ?? { to: "user" as const, user: asker.userId }];
  const of = { id, schedule, owner: asker.userId, name, content, recipients, delivery: { email: "none" as const, store: false } };
  await withTransaction(database.owner, async (client) => {
    await endWaitingPreviews(client, asker.userId, now);
    await insertRun(client, { ...of, purpose: "preview", dueAt: now, state: "working", late: false }, now);
    const reached = await reachedBy(client, scopesOf(eyes));
    await insertRenderings(
      client,
      id,
      [{ content: renderedContent(content, found), eyes, reached, locale, since: null, before: null }],
      now,
    );
    if (as === null || (as.to === "user" && as.user === asker.userId)) return;
    const subject = as.to === "user" ? userKey(as.user) : `outside:${as.address.split("@").at(-1) ?? ""}`;
    await writeAudit(client, inAudit(asker, { action: "report.previewed", subject, detail: { run: id, schedule, name, content } }));
  });
  return id;
}
