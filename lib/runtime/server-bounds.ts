import type { IncomingMessage, Server, ServerOptions } from "node:http";
import { isLivePath } from "@/lib/live/server";

/** A long stream of events may take its time, in milliseconds. */
const longestRequest = 60 * 60_000;
/** What is asked must be said by then. */
const longestHead = 30_000;
/** What a form or a route is sent must be there by then: it is small. */
const longestBody = 60_000;
/** Longer than a proxy keeps a line that it does not use: it would put the next request on one that ends, and take us for dead. */
const longestRest = 75_000;

/** A connection that is silent is given up. */
export const longestSilence = 60_000;
/** Two times the viewers that one process was seen to serve (docs/PERFORMANCE.md). Beyond it connections are ended at once. */
export const mostConnections = 20_000;

export const serverOptions: ServerOptions = {
  requestTimeout: longestRequest,
  headersTimeout: longestHead,
  keepAliveTimeout: longestRest,
  connectionsCheckingInterval: 10_000,
  maxHeaderSize: 16 * 1024,
  // Elsewhere a request is answered as if it had asked for no other protocol: its line is not left without an answer.
  shouldUpgradeCallback: ({ url }) => isLivePath(url ?? ""),
};

/** Ends a request whose body takes too long, drop by drop. */
export function boundBody(request: IncomingMessage, longest = longestBody): void {
  if (request.complete) return;
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, longest);
  request.once("close", () => clearTimeout(timer));
}

/** What is under way when the server ends may take so long. */
const longestFarewell = 10_000;
const betweenLooks = 250;

/**
 * Ends a server: `close` waits for all lines, and those that rest after their last answer are ended at once, for they would rest for as
 * long as a proxy may want them.
 */
export async function endLines(http: Server, close: () => Promise<void>): Promise<void> {
  http.keepAliveTimeout = 1;
  const resting = setInterval(() => http.closeIdleConnections(), betweenLooks);
  const last = setTimeout(() => http.closeAllConnections(), longestFarewell);
  try {
    await close();
  } finally {
    clearInterval(resting);
    clearTimeout(last);
  }
}
