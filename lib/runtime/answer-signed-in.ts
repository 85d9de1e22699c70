import { requireUser } from "@/lib/access/authenticate";
import { refuseParameters } from "@/lib/contracts/read-query";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import type { UserAsk } from "./answer-user";
import { getServices } from "./services";

/**
 * Answers a route that is open to whoever is signed in, in a view to whom is viewed. Whoever has yet to give a second
 * factor holds nothing, and finds nothing here.
 */
export async function answerSignedIn(request: Request, answer: (ask: UserAsk) => Promise<unknown>, status = 200): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    if (user.lacksSecondFactor === true) throw new BellwetherError("not-found", "There is nothing here.");
    refuseParameters(request);
    return Response.json(await answer({ services, user }), { status, headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
