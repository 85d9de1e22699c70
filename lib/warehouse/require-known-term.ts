import type { ScopedRead } from "@/lib/access/scoped-read";
import { BellwetherError } from "@/lib/platform/errors";
import { isTerm } from "./queries/is-term";

/** Throws not-found where nobody has defined the term. */
export async function requireKnownTerm(read: ScopedRead, term: string): Promise<void> {
  if (await isTerm(read, term)) return;
  throw new BellwetherError("not-found", "There is no such term.", { field: "term" });
}
