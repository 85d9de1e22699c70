import { requireUser } from "@/lib/access/authenticate";
import type { UserPrincipal } from "@/lib/access/principal";
import { type Parameters, refuseParameters } from "@/lib/contracts/read-query";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { getServices, type Services } from "./services";

export type UserAsk = { services: Services; user: UserPrincipal };

/**
 * Answers a route about whoever is signed in themselves; nothing where there is nothing to say. In a view there is no
 * such route: where else somebody is signed in is not seen by seeing the product as they do.
 */
export async function answerUser(
  request: Request,
  answer: (ask: UserAsk) => Promise<unknown>,
  parameters: Parameters = "none",
): Promise<Response> {
  const headers = { "cache-control": "private, no-store" };
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    if (user.viewedBy !== undefined) throw new BellwetherError("not-found", "There is nothing here.");
    if (parameters === "none") refuseParameters(request);
    const found = await answer({ services, user });
    return found === undefined ? new Response(null, { status: 204, headers }) : Response.json(found, { headers });
  } catch (error) {
    return problemResponse(error);
  }
}
