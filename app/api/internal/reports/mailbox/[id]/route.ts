import { readMail } from "@/lib/reports/mailbox/read-mail";
import { requireMailbox } from "@/lib/runtime/answer-mailbox";
import { answerUser } from "@/lib/runtime/answer-user";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ id: string }> };

/** What is in one of them. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return answerUser(request, async (ask) => {
    requireMailbox(ask);
    return readMail(ask.services.database, ask.user, id, ask.services.now());
  });
}
