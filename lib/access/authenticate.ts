import { getToken } from "next-auth/jwt";
import { BellwetherError } from "@/lib/platform/errors";
import type { AccessServices } from "./access-services";
import { readCookies } from "./cookies";
import type { Ability, Principal, UserPrincipal } from "./principal";
import { refuseWritesInView } from "./read-only";

type Headers = { cookie: string | null; authorization: string | null };

/** The user behind next-auth's cookie; null where there is none that holds. */
export async function userOf(
  services: Pick<AccessServices, "nextAuthSecret" | "sessions">,
  cookie: string | null,
): Promise<UserPrincipal | null> {
  if (cookie === null) return null;
  const cookies = Object.fromEntries(readCookies(cookie));
  const secure = "__Secure-next-auth.session-token" in cookies;
  // getToken reads cookies and headers of whatever request it is given.
  const request = { cookies, headers: {} } as Parameters<typeof getToken>[0]["req"];
  const token = await getToken({ req: request, secret: services.nextAuthSecret, secureCookie: secure });
  const sessionId: unknown = token?.sid;
  return typeof sessionId === "string" ? services.sessions.principalOf(sessionId) : null;
}

/** A session, or a key with the ability. Throws unauthenticated or forbidden. */
export async function requirePrincipal(services: AccessServices, headers: Headers, ability: Ability): Promise<Principal> {
  if (headers.authorization !== null) {
    const key = await services.apiKeys.authenticate(headers.authorization);
    if (key === null) throw new BellwetherError("unauthenticated", "This API key is not known.");
    if (!key.can.has(ability)) throw new BellwetherError("forbidden", `This API key lacks ${ability}.`, { needed: ability });
    return key;
  }
  const user = await userOf(services, headers.cookie);
  if (user === null) throw new BellwetherError("unauthenticated", "Sign in, or send an API key.");
  return user;
}

/**
 * The user who is signed in; a request that changes something is use of the session. Throws unauthenticated, or read-only
 * where a view would change something.
 */
export async function requireUser(services: Pick<AccessServices, "nextAuthSecret" | "sessions">, request: Request): Promise<UserPrincipal> {
  const user = await userOf(services, headersOf(request).cookie);
  if (user === null) throw new BellwetherError("unauthenticated", "Sign in.");
  if (request.method !== "GET" && request.method !== "HEAD") await services.sessions.touch(user.sessionId);
  refuseWritesInView(user, request);
  return user;
}

export const headersOf = (request: Request): Headers => ({
  cookie: request.headers.get("cookie"),
  authorization: request.headers.get("authorization"),
});
