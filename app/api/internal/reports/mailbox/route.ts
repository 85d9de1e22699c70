import { readQuery } from "@/lib/contracts/read-query";
import { listMails, mailboxAskSchema } from "@/lib/reports/mailbox/list-mails";
import { requireMailbox } from "@/lib/runtime/answer-mailbox";
import { answerUser } from "@/lib/runtime/answer-user";

export const dynamic = "force-dynamic";

/** In the demo, the mails that would have been sent. */
export const GET = (request: Request) =>
  answerUser(
    request,
    async (ask) => {
      requireMailbox(ask);
      return listMails(ask.services.database, ask.user, readQuery(request, mailboxAskSchema).before ?? null);
    },
    "read",
  );
