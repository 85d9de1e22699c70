import { BellwetherError } from "@/lib/platform/errors";
import type { UserPrincipal } from "./principal";

const reading: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * What is open in a view although its method is one that writes: the search, whose text must not stand in an address and
 * which changes nothing, and the way out of the view.
 */
const openInViews: ReadonlySet<string> = new Set(["POST /api/internal/places", "DELETE /api/internal/view-as"]);

/** The one place that holds views to reading, for every route that asks who the user is. Throws read-only. */
export function refuseWritesInView({ viewedBy }: Pick<UserPrincipal, "viewedBy">, request: Pick<Request, "method" | "url">): void {
  if (viewedBy === undefined || reading.has(request.method)) return;
  if (openInViews.has(`${request.method} ${new URL(request.url).pathname}`)) return;
  throw new BellwetherError("read-only", "You see Bellwether as somebody else does, for reading only. End that to change something.", {
    rule: "view-as",
  });
}
