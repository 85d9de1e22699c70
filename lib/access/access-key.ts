import { createHash } from "node:crypto";
import type { UserPrincipal } from "./principal";
import { scopeKey } from "./scope";

/**
 * One short spelling of all that somebody holds, which says nothing of it but that it is nothing (""): a page keeps that of whom it
 * was made for, and is told by the socket when it is another one.
 */
export function accessKey(user: UserPrincipal): string {
  if (user.roles.length === 0) return "";
  const { roles, may, scope, studentScope, nameScope, contactScope, recordScope, studentLevel, lacksSecondFactor = false } = user;
  const scopes = [scope, studentScope, nameScope, contactScope, recordScope].map(scopeKey);
  return createHash("sha256")
    .update(JSON.stringify([roles, [...may], scopes, studentLevel, lacksSecondFactor]))
    .digest("base64url")
    .slice(0, 22);
}
