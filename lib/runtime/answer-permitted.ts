import { requireUser } from "@/lib/access/authenticate";
import { actorOf } from "@/lib/access/in-audit";
import type { InstitutionPermission } from "@/lib/access/permissions";
import type { UserPrincipal } from "@/lib/access/principal";
import { type Parameters, refuseParameters } from "@/lib/contracts/read-query";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { getServices, type Services } from "./services";

/** `actor`: as the audit names them. */
export type PermittedAsk = { services: Services; user: UserPrincipal; actor: string };

/** Answers a route that one permission opens: the one place that says to whom. For others there is nothing here. */
export async function answerPermitted(
  request: Request,
  permission: InstitutionPermission,
  answer: (ask: PermittedAsk) => Promise<unknown>,
  status = 200,
  parameters: Parameters = "none",
): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    if (!user.may.has(permission)) throw new BellwetherError("not-found", "There is nothing here.");
    if (parameters === "none") refuseParameters(request);
    const found = await answer({ services, user, actor: actorOf(user) });
    return Response.json(found, { status, headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
