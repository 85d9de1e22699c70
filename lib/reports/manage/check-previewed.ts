import { requireShown } from "@/lib/access/chosen-scope";
import type { UserPrincipal } from "@/lib/access/principal";
import type { Database } from "@/lib/platform/database";
import { effectiveAccess } from "@/lib/warehouse/access/effective-access";
import type { AskedPreview } from "./asked-preview";

/** A preview as another reader shows its asker no scope that they may not choose. Throws forbidden, not-found. */
export async function checkPreviewed(database: Database, asker: UserPrincipal, as: AskedPreview["as"], now: Date): Promise<void> {
  // Who may preview as nobody else is told that, whoever they name.
  if (as === null || !asker.may.has("view-as:use")) return;
  if (as.to === "address") return requireShown(asker, as.scope, "as.scope");
  if (as.user === asker.userId) return;
  requireShown(asker, (await effectiveAccess(database, as.user, now)).access.scope, "as.user");
}
