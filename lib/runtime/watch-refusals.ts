import type { IncomingMessage, ServerResponse } from "node:http";
import type { AccessServices } from "@/lib/access/access-services";
import { userOf } from "@/lib/access/authenticate";
import { actorOf } from "@/lib/access/in-audit";
import type { Refusal, RefusalLog } from "@/lib/access/refusal-log";
import { filtersOf, resourceOf } from "./resource-of";

type Ports = {
  services: Pick<AccessServices, "nextAuthSecret" | "sessions" | "apiKeys">;
  log: RefusalLog;
  onError: (error: unknown) => void;
};

/**
 * Writes down an answer that refuses: forbidden, not there, or not for whoever asks, which is answered alike. In the one
 * place that all answers go through, whichever route gave them; who asked is found once they were answered.
 */
export function watchRefusals(request: IncomingMessage, response: ServerResponse, path: string, ports: Ports): void {
  response.once("finish", () => {
    const { statusCode: status } = response;
    if (status !== 403 && status !== 404) return;
    const resource = resourceOf(path);
    if (resource === null) return; // an address that nobody was ever given: of no kind at all
    const by = filtersOf(request.url?.split("?")[1] ?? "");
    askerOf(ports.services, request)
      .then((asker) => ports.log.tell({ ...asker, method: request.method ?? "", resource, ...(by.length === 0 ? {} : { by }), status }))
      .catch(ports.onError);
  });
}

async function askerOf(
  services: Ports["services"],
  { headers: { authorization, cookie } }: IncomingMessage,
): Promise<Pick<Refusal, "principal" | "viewedAs">> {
  if (authorization !== undefined) {
    const key = await services.apiKeys.authenticate(authorization);
    return { principal: key === null ? "nobody" : `api-key:${key.keyId}` };
  }
  const user = await userOf(services, cookie ?? null);
  if (user === null) return { principal: "nobody" };
  return { principal: actorOf(user), ...(user.viewedBy === undefined ? {} : { viewedAs: user.viewedBy.as }) };
}
