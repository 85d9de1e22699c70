import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { metrics } from "@/lib/platform/metrics";

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

/** The same on a port of its own (0: any), reachable from this machine alone: no key is asked for. */
export async function startMetricsServer(port: number): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { registry } = metrics();
    if (request.method !== "GET" || request.url?.split("?")[0] !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
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
