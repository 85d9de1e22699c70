import type { ErrorCode, Facts } from "@/lib/platform/errors";
import type { BodyHead } from "./ingest";
import type { Answer } from "./receipt";

/** What the server's thread and the ingest thread say to each other. Each request has an id of its own. */
export type ToThread =
  | { kind: "body"; id: number; head: BodyHead }
  | { kind: "chunk"; id: number; bytes: Uint8Array }
  | { kind: "end"; id: number }
  /** The sender went away in the middle of its body. */
  | { kind: "cut"; id: number }
  | { kind: "submit"; id: number; events: readonly unknown[] }
  | { kind: "stop" };

export type FromThread =
  /** A chunk was read: another may be sent. */
  | { kind: "read"; id: number }
  | { kind: "answer"; id: number; answer: Answer }
  | { kind: "failed"; id: number; code: ErrorCode; message: string; facts: Facts };

/** Chunks of a body that are on their way at a time. */
export const chunksAhead = 4;
