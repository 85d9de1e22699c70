import type { IncomingMessage, ServerResponse } from "node:http";
import type { KeyPrincipal } from "@/lib/access/principal";
import { BellwetherError, toProblem } from "@/lib/platform/errors";
import { metrics } from "@/lib/platform/metrics";
import type { Answer } from "./receipt";

export type ReceiveBody = (
  body: AsyncIterable<Buffer>,
  head: { contentType: string | undefined; contentEncoding: string | undefined; keyId: string },
) => Promise<Answer>;

/**
 * `POST /api/v1/events`, straight on Node's request: the body is read as fast as it is taken, so that
 * one of 100 MB never sits in memory (docs/adr/0004).
 */
export async function handleEvents(
  request: IncomingMessage,
  response: ServerResponse,
  authenticate: (authorization: string | undefined) => Promise<KeyPrincipal | null>,
  receive: ReceiveBody,
): Promise<void> {
  try {
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      throw new BellwetherError("method-not-allowed", "Events are sent with POST.");
    }
    const key = await authenticate(request.headers.authorization);
    if (key === null) throw new BellwetherError("unauthenticated", "Send a known API key: Authorization: Bearer <key>.");
    if (!key.can.has("events:write"))
      throw new BellwetherError("forbidden", "This API key lacks events:write.", { needed: "events:write" });
    const answer = await receive(request, {
      contentType: request.headers["content-type"],
      contentEncoding: request.headers["content-encoding"],
      keyId: key.keyId,
    });
    for (const result of ["accepted", "duplicate", "rejected"] as const) metrics().events.inc({ result }, answer[result]);
    send(response, 200, { "content-type": "application/json" }, answer);
  } catch (error) {
    const problem = toProblem(error);
    // What is left of the body is not read: the connection cannot be used again.
    if (!request.readableEnded) problem.headers.connection = "close";
    send(response, problem.status, problem.headers, problem.body);
    request.resume();
  }
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: unknown): void {
  metrics().ingestRequests.inc({ status });
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, headers);
  response.end(JSON.stringify(body));
}
