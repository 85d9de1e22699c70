import { combine, type UserPrincipal } from "@/lib/access/principal";
import { viewableGrants } from "@/lib/access/view-principal";
import { localDay } from "@/lib/platform/clock";
import { BellwetherError } from "@/lib/platform/errors";
import type { Locale } from "@/lib/platform/locale";
import type { Eyes } from "../ports";
import type { Asking } from "../recipients/expand";
import { eyesOf, outsideEyes } from "../recipients/eyes";
import { type ListedUser, listUsers } from "../recipients/list-users";
import type { Recipient } from "../recipients-shape";

/** Whom a preview is made as: a recipient, not a whole role. */
export type PreviewedAs = Exclude<Recipient, { to: "role" }>;
export type Seen = { eyes: Eyes; language: Locale | null };

const mayPreviewOthers = ({ may }: Pick<UserPrincipal, "may">) => may.has("view-as:use") && may.has("reports:manage");

/**
 * Under whose eyes a preview is: the asker's own, or another recipient's, of whom no more is shown than the asker may see
 * over the whole institution, as where they see the product as somebody else. Throws forbidden, not-found.
 */
export async function previewEyes(asking: Asking, asker: UserPrincipal, as: PreviewedAs | null): Promise<Seen> {
  if (as === null || (as.to === "user" && as.user === asker.userId)) return { eyes: eyesOf(asker), language: null };
  if (!mayPreviewOthers(asker))
    throw new BellwetherError("forbidden", "You may preview reports as yourself only.", { field: "as", rule: "view-as:use" });
  if (as.to === "address") return { eyes: outsideEyes(as.scope), language: as.language };
  const [own, viewed] = [await userOf(asking, asker.userId), await userOf(asking, as.user)];
  if (own === null || viewed === null) throw new BellwetherError("not-found", "There is no such active user.", { field: "as" });
  return { eyes: eyesOf(combine(viewableGrants(own.grants, viewed.grants))), language: null };
}

async function userOf({ database, now, timeZone }: Asking, id: string): Promise<ListedUser | null> {
  const [found] = await listUsers(database.owner, { users: [id], roles: [], only: id }, { now, today: localDay(now, timeZone) });
  return found === undefined || found.disabled ? null : found;
}
