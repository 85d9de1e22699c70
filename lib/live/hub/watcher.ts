import type { KpiAnswer } from "@/lib/kpis/answer";
import { BellwetherError, isBellwetherError } from "@/lib/platform/errors";
import type { DeltaBody } from "../protocol";

/** What a view tells those who watch it. */
export type ViewFrame =
  | ({ kind: "delta"; from: string; to: string } & DeltaBody)
  | { kind: "snapshot"; stream: string; position: string; answer: KpiAnswer }
  | { kind: "touched"; position: string }
  | { kind: "stale"; error: BellwetherError }
  | { kind: "closed"; error: BellwetherError };

export type Watcher = {
  /** Whether a frame with data may be sent now; who says no asks for it later by `catchUp`. */
  ready(): boolean;
  send(frame: ViewFrame): void;
};

export type Membership = {
  /** Nothing is sent from here on. */
  leave(): void;
  /** Sends what was held back while the watcher was not ready. */
  catchUp(): void;
};

/** What repeating cannot mend; everything else (a lost connection, a database that restarts) may pass. */
const finalCodes: ReadonlySet<string> = new Set(["not-found", "bad-request", "forbidden"]);

export function finalError(error: unknown): BellwetherError | null {
  return isBellwetherError(error) && finalCodes.has(error.code) ? error : null;
}

export const notNow = () => new BellwetherError("unavailable", "This cannot be computed right now; it is tried again.");
