import type { IncomingMessage } from "node:http";

/** Where Next, and next-auth in it, read the client's address. */
export const clientAddressHeader = "x-forwarded-for";

/**
 * The client's address: that of the connection, or behind proxies of one's own what the outermost of them saw.
 * Each proxy appends the address that it was called from; what stands left of those the client could have written.
 */
export function clientAddress(request: Pick<IncomingMessage, "headers" | "socket">, trustedProxies: number): string {
  const seen = [request.headers[clientAddressHeader] ?? []].flat().flatMap((line) => line.split(","));
  const called = [...seen.map((part) => part.trim()), request.socket.remoteAddress ?? ""];
  return called[Math.max(0, called.length - 1 - trustedProxies)] || "unknown";
}
