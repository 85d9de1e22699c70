import { z } from "zod";
import { endSession } from "@/lib/access/end-sessions";
import { withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { answerUser } from "@/lib/runtime/answer-user";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ id: string }> };

/** Ends one of one's own sessions; those of others are not there. */
export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return answerUser(request, async ({ services, user: { userId } }) => {
    const ended = { actor: `user:${userId}`, why: "ended", now: services.now() } as const;
    const done =
      z.uuid().safeParse(id).success && (await withTransaction(services.database.owner, (client) => endSession(client, id, userId, ended)));
    if (!done) throw new BellwetherError("not-found", "There is no such session.");
    return undefined;
  });
}
