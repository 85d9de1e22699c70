import { listSessionsOf } from "@/lib/access/account-sessions";
import { endSessionsOf } from "@/lib/access/end-sessions";
import { withTransaction } from "@/lib/platform/database";
import { answerUser } from "@/lib/runtime/answer-user";

export const dynamic = "force-dynamic";

/** One's own sessions. */
export const GET = (request: Request) =>
  answerUser(request, ({ services, user }) => listSessionsOf(services.database, user, services.now()));

/** Ends all of them but the one that asks. */
export const DELETE = (request: Request) =>
  answerUser(request, ({ services, user: { userId, sessionId } }) =>
    withTransaction(services.database.owner, async (client) => {
      const ended = { actor: `user:${userId}`, why: "ended", now: services.now() } as const;
      return { ended: await endSessionsOf(client, userId, ended, sessionId) };
    }),
  );
