import { BellwetherError } from "@/lib/platform/errors";
import { isAllowedAddress, isLoopback } from "./allowed-address";

const longest = 2_000;

/** The host as an address is written, without the brackets of IPv6. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "");
const isAddress = (host: string) => /^[\d.]+$/.test(host) || host.includes(":");

/** An address that a webhook may have. What its name stands for is looked at when it is called. Throws bad-request. */
export function webhookUrl(text: string, allowPrivate: boolean): URL {
  const refuse = (rule: string, message: string) => new BellwetherError("bad-request", `url ${message}`, { field: "url", rule });
  if (text.length > longest) throw refuse("max", `must have at most ${longest} characters.`);
  const url = URL.parse(text);
  if (url === null || !["https:", "http:"].includes(url.protocol)) throw refuse("url", "must be an https:// address.");
  if (url.username !== "" || url.password !== "") throw refuse("credentials", "must hold neither user nor password.");
  const host = hostOf(url);
  const local = host === "localhost" || isLoopback(host);
  if (url.protocol === "http:" && !(allowPrivate && local)) throw refuse("https", "must be an https:// address.");
  if ((isAddress(host) && !isAllowedAddress(host, allowPrivate)) || (local && !allowPrivate))
    throw refuse("private", "must not lead into a private network.");
  return url;
}
