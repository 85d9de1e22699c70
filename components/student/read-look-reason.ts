import { type GivenReason, isForeign, reasonGiven } from "@/lib/access/look-reasons";
import type { UserPrincipal } from "@/lib/access/principal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { readPolicy } from "@/lib/kpis/read-policy";
import { localDay } from "@/lib/platform/clock";
import { getServices } from "@/lib/runtime/services";

/**
 * The reason to open a student's page with: an empty one where none is wanted; null where one is, and none was given.
 * The policy is that of today, on pages of the past too: it is now that somebody looks.
 */
export async function readLookReason(principal: UserPrincipal, student: string): Promise<GivenReason | Record<string, never> | null> {
  const services = getServices();
  const { database, timeZone } = services;
  const today = localDay(services.now(), timeZone);
  const { privacy } = await withScopedRead(database, principal.scope, (read) => readPolicy(read, today));
  if (privacy.lookUpReason === "none" || !(await isForeign(services, principal, student))) return {};
  return reasonGiven(services, principal, student);
}
