import type { IncomingMessage, ServerResponse } from "node:http";
import type { KeyPrincipal } from "@/lib/access/principal";
import { drainRequest } from "@/lib/platform/drain-request";
import { BellwetherError, toProblem } from "@/lib/platform/errors";
import { metrics } from "@/lib/platform/metrics";
import type { BodyHead } from "./ingest";
import { defaultEventsPerSecond, type RateLimit } from "./rate-limit";
import type { Answer } from "./receipt";

export type EventsEndpoint = {
  authenticate: (authorization: string | undefined) => Promise<KeyPrincipal | null>;
  receive: (body: AsyncIterable<Buffer>, head: BodyHead) => Promise<Answer>;
  rateLimit: RateLimit;
};

/**
 * `POST /api/v1/events`, straight on Node's request: the body is read as fast as it is taken, so that
 * one of 100 MB never sits in memory (docs/adr/0004).
 */
export async function handleEvents(request: IncomingMessage, response: ServerResponse, endpoint: EventsEndpoint): Promise<void> {
  let charge = (_: number) => {};
  try {
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      throw new BellwetherError("method-not-allowed", "Events are sent with POST.");
    }
    const key = await endpoint.authenticate(request.headers.authorization);
    if (key === null) throw new BellwetherError("unauthenticated", "Send a known API key: Authorization: Bearer <key>.");
    if (!key.can.has("events:write"))
      throw new BellwetherError("forbidden", "This API key lacks events:write.", { needed: "events:write" });
    const rate = key.eventsPerSecond ?? defaultEventsPerSecond;
    endpoint.rateLimit.admit(key.keyId, rate);
    charge = (events) => endpoint.rateLimit.charge(key.keyId, rate, events);
    const answer = await endpoint.receive(request.iterator({ destroyOnReturn: false }), {
      contentType: request.headers["content-type"],
      contentEncoding: request.headers["content-encoding"],
      keyId: key.keyId,
    });
    for (const result of ["accepted", "duplicate", "rejected"] as const) metrics().events.inc({ result }, answer[result]);
    charge(answer.accepted + answer.duplicate + answer.rejected);
    send(response, 200, { "content-type": "application/json" }, answer);
  } catch (error) {
    const problem = toProblem(error);
    if (typeof problem.body.taken === "number") charge(problem.body.taken);
    send(response, problem.status, problem.headers, problem.body);
    drainRequest(request);
  }
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: unknown): void {
  metrics().ingestRequests.inc({ status });
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, headers);
  response.end(JSON.stringify(body));
}
