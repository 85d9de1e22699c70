import { BellwetherError } from "@/lib/platform/errors";
import type { QuarantineState } from "./states";

export type HeldItem = { state: QuarantineState; sealed: Buffer };

/** The sealed body of an item that nobody has resolved yet. Throws not-found, and conflict with what became of it. */
export function requireOpen(item: HeldItem | undefined): Buffer {
  if (item === undefined) throw new BellwetherError("not-found", "There is no such item in quarantine.", { field: "id" });
  if (item.state !== "open")
    throw new BellwetherError("conflict", `This item was ${item.state} before.`, { field: "state", found: item.state });
  return item.sealed;
}
