import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/log-output";
import { metrics } from "@/lib/platform/metrics";
import type { Readiness } from "../readiness";

const hashOf = (text: string) => createHash("sha256").update(text).digest();

/** `GET /metrics` on the main port: for whoever sends the key; without one set there is no such address. */
export async function metricsResponse(wanted: string | null, authorization: string | null): Promise<Response> {
  try {
    if (wanted === null) throw new BellwetherError("not-found", "There is nothing here. METRICS_KEY opens it.");
    const sent = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1] ?? "";
    if (!timingSafeEqual(hashOf(sent), hashOf(wanted))) {
      throw new BellwetherError("unauthenticated", "Send the key: Authorization: Bearer <METRICS_KEY>.");
    }
    const { registry } = metrics();
    return new Response(await registry.metrics(), { headers: { "content-type": registry.contentType, "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}

/**
 * The same on a port of its own (0: any), reachable from this machine alone: no key is asked for. A process of
 * any role says there whether it lives and what it lacks, as the web role does on the main port.
 */
export async function startMetricsServer(port: number, readiness: Readiness): Promise<{ port: number; stop(): Promise<void> }> {
  const answers: Record<string, () => Promise<Response>> = {
    "/metrics": async () => {
      const { registry } = metrics();
      return new Response(await registry.metrics(), { headers: { "content-type": registry.contentType } });
    },
    "/api/health": async () => Response.json({ status: "alive" }),
    "/api/ready": () => readiness.answer(),
  };
  const server = createServer((request, response) => {
    const answer = request.method === "GET" ? answers[request.url?.split("?")[0] ?? ""] : undefined;
    if (answer === undefined) {
      response.writeHead(404).end();
      return;
    }
    answer()
      .then(async (found) => response.writeHead(found.status, Object.fromEntries(found.headers)).end(await found.text()))
      .catch((error: unknown) => {
        logger.error({ error }, "metrics");
        response.writeHead(500).end();
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
