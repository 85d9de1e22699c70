import type { IncomingMessage } from "node:http";

/** What is left of a refused body is read so far, so that the sender hears why instead of a broken connection. */
const mostDrained = 64 * 1024 * 1024;

/** Reads the rest of a request that was answered, for nobody. */
export function drainRequest(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return;
  let drained = 0;
  request.on("error", () => undefined); // the sender went away: it has been answered
  request.on("data", (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > mostDrained) request.destroy();
  });
}
