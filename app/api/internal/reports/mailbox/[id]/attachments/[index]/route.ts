import { openAttachment } from "@/lib/reports/mailbox/read-mail";
import { answerFile } from "@/lib/runtime/answer-file";
import { requireMailbox } from "@/lib/runtime/answer-mailbox";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ id: string; index: string }> };

/** What was attached to one of them, for whom it is to. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const asked = await params;
  return answerFile(request, async (ask) => {
    requireMailbox(ask);
    return openAttachment(ask.services.database, ask.user, asked, ask.services.now());
  });
}
