import { requireUser } from "@/lib/access/authenticate";
import { readSessionExpiry } from "@/lib/access/session-expiry";
import { refuseParameters } from "@/lib/contracts/read-query";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { answerUser } from "@/lib/runtime/answer-user";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** An open page is used, or somebody says that they are there: the session is not idle. */
export const POST = (request: Request) =>
  answerUser(request, async ({ services, user }) => {
    await services.sessions.keep(user.sessionId);
    return undefined;
  });

/**
 * When the session ends if nobody uses it; to ask is no use. In a view too: the session is that of whoever looks, and what
 * it says is about nobody else.
 */
export async function GET(request: Request): Promise<Response> {
  try {
    const services = getServices();
    const { sessionId } = await requireUser(services, request);
    refuseParameters(request);
    const expiry = await readSessionExpiry(services.database, sessionId, services.now());
    if (expiry === null) throw new BellwetherError("unauthenticated", "Sign in.");
    return Response.json(expiry, { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
