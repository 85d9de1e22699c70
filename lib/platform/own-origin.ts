import type { IncomingHttpHeaders } from "node:http";

/** Whether an origin that a browser names is ours: that of the configured address, or of the host that was called. */
export function isOwnOrigin(origin: string, host: string | undefined, configured: string | null): boolean {
  if (configured !== null && origin === new URL(configured).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

const reading: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
/** `none`: somebody typed the address or reloads; no page of others can bring that about. */
const own: ReadonlySet<unknown> = new Set(["same-origin", "none"]);

/**
 * Whether a page of another site has a browser send this, which would send our cookies along. Browsers say so
 * themselves (Sec-Fetch-Site) where the connection is to be trusted, else by Origin; what says neither is no browser,
 * and has no cookies but its own.
 */
export function isSentByOthers(request: { method?: string | undefined; headers: IncomingHttpHeaders }, configured: string | null): boolean {
  if (reading.has(request.method ?? "GET")) return false;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return !own.has(site);
  const { origin, host } = request.headers;
  return origin !== undefined && !isOwnOrigin(origin, host, configured);
}
