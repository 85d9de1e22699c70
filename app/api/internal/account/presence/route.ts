import { answerUser } from "@/lib/runtime/answer-user";

export const dynamic = "force-dynamic";

/** An open page is used: the session is not idle. To be asked is all that it takes (lib/access/authenticate.ts). */
export const POST = (request: Request) => answerUser(request, async () => undefined);
