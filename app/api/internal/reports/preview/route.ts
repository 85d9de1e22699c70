import { withScopedRead } from "@/lib/access/scoped-read";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { askedPreviewSchema } from "@/lib/reports/manage/asked-preview";
import { checkContent } from "@/lib/reports/manage/check-content";
import { checkPreviewed } from "@/lib/reports/manage/check-previewed";
import { previewReport } from "@/lib/reports/runs/preview-report";
import { answerSignedIn } from "@/lib/runtime/answer-signed-in";

export const dynamic = "force-dynamic";

/** Begins a preview as oneself, or as one of its readers for who may see as others do; what comes of it is at its run's id. */
export function POST(request: Request): Promise<Response> {
  return answerSignedIn(
    request,
    async ({ services: { database, now, timeZone, config }, user }) => {
      const asked = await readJsonBody(request, askedPreviewSchema);
      await withScopedRead(database, user.scope, (read) => checkContent(read, asked.content));
      await checkPreviewed(database, user, asked.as, now());
      return { run: await previewReport({ database, now: now(), timeZone, demo: config.demo }, user, { ...asked, schedule: null }) };
    },
    202,
  );
}
