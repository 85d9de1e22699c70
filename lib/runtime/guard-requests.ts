import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { drainRequest } from "@/lib/platform/drain-request";
import { BellwetherError, isBellwetherError, toProblem } from "@/lib/platform/errors";
import { isSentByOthers } from "@/lib/platform/own-origin";
import { fileHeaders, nonceHeader, securityHeaders } from "@/lib/platform/security-headers";
import type { RequestLimit } from "./request-limit";

/** Bytes of a body for anything but events: above what any route takes (lib/contracts/read-json-body.ts). */
const largestBody = 1024 * 1024;
/** The one public document of the API: it is the same for everybody. */
const publicDocument = "/api/v1/openapi.json";
/** Where the build puts scripts, styles and fonts; no page has an address there. */
const filesOfPages = "/_next/static/";

type Options = { nextAuthUrl: string | null; limit: RequestLimit; onError: (error: unknown) => void };
type Asked = { path: string; address: string };

/** Sets what every answer carries, whoever gives it; each page gets a nonce of its own. */
export function dressAnswer(request: IncomingMessage, response: ServerResponse, path: string, nextAuthUrl: string | null): void {
  const nonce = randomBytes(16).toString("base64");
  const secure = nextAuthUrl?.startsWith("https:") === true;
  const headers = securityHeaders(nonce, secure);
  const carried = path.startsWith(filesOfPages) ? fileHeaders(secure) : headers;
  for (const [name, value] of Object.entries(carried)) response.setHeader(name, value);
  if ((path.startsWith("/api/") && path !== publicDocument) || path === "/metrics")
    response.setHeader("cache-control", "private, no-store");
  // Next reads the nonce for its own scripts from the policy of the request, and the page from a header of ours.
  request.headers["content-security-policy"] = headers["content-security-policy"];
  request.headers[nonceHeader] = nonce;
}

/**
 * What no request gets past, whatever its route: those that another site's page sent (CSRF), bodies beyond all
 * measure, and those that come too often. The one place for it. True: go on; else it has been answered.
 */
export function admitRequest(request: IncomingMessage, response: ServerResponse, { path, address }: Asked, options: Options): boolean {
  try {
    if (request.method === "TRACE") throw new BellwetherError("method-not-allowed", "Nothing is said back here.");
    if (isSentByOthers(request, options.nextAuthUrl)) {
      throw new BellwetherError("forbidden", "This was sent by a page of another site.", { field: "origin", rule: "same-origin" });
    }
    refuseBrokenHost(request);
    refuseLargeBody(request);
    if (/^\/api\/(internal|v1|auth)\//.test(path)) {
      const asker = options.limit.admit(request.headers, address);
      if (!path.startsWith("/api/auth/")) response.once("finish", () => void asker.learn(response.statusCode).catch(options.onError));
    }
    // A route that refuses a body leaves the rest of it unread, and the next request of the connection would wait behind it.
    response.once("finish", () => drainRequest(request));
    return true;
  } catch (error) {
    if (!isBellwetherError(error)) throw error;
    const problem = toProblem(error);
    response.writeHead(problem.status, problem.headers).end(JSON.stringify(problem.body));
    drainRequest(request);
    return false;
  }
}

/** Who is asked, as the browser says and a proxy passes on: addresses are made of it, and of what is none they cannot be made. */
function refuseBrokenHost({ headers }: IncomingMessage): void {
  for (const field of ["host", "x-forwarded-host"] as const) {
    const [found] = [headers[field]].flat();
    if (found === undefined || found.split(",").every((one) => isHost(one.trim()))) continue;
    throw new BellwetherError("bad-request", `${field} is not the name of a host.`, { field, rule: "address", found: found.slice(0, 200) });
  }
}

const isHost = (text: string): boolean => /^[^\s/?#@\\]+$/.test(text) && URL.canParse(`http://${text}`);

function refuseLargeBody({ method = "GET", headers }: IncomingMessage): void {
  const length = headers["content-length"];
  if (length !== undefined && Number(length) > largestBody) {
    throw new BellwetherError("too-large", `Send at most ${largestBody / 1024} KiB.`, { field: "body", rule: "max", limit: largestBody });
  }
  // Of what tells no length nobody could say beforehand how much will come.
  if (headers["transfer-encoding"] !== undefined && length === undefined && method !== "GET") {
    throw new BellwetherError("bad-request", "Send the body's length.", { field: "content-length", rule: "required" });
  }
}
