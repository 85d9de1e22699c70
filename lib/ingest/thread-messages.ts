import type { ErrorCode, Facts } from "@/lib/platform/errors";
import type { BodyHead } from "./ingest";
import type { Mend } from "./quarantine/mend";
import type { QuarantineFilter } from "./quarantine/quarantine-filter";
import type { Answer } from "./receipt";

/** What the server's thread and the ingest thread say to each other. Each request has an id of its own. */
export type ToThread =
  | { kind: "body"; id: number; head: BodyHead }
  | { kind: "chunk"; id: number; bytes: Uint8Array }
  | { kind: "end"; id: number }
  /** The sender went away in the middle of its body. */
  | { kind: "cut"; id: number }
  | { kind: "submit"; id: number; events: readonly unknown[] }
  | { kind: "ask"; id: number; ask: QuarantineAsk }
  | { kind: "stop" };

/** What the thread is asked about quarantine: what needs the log, or would hold up whoever asks. */
export type QuarantineAsk =
  | { what: "preview"; filter: QuarantineFilter; limit: number }
  | { what: "replay"; filter: QuarantineFilter; actor: string; limit: number }
  | { what: "replay-item"; item: string; mend: Mend; actor: string };

export type FromThread =
  /** A chunk was read: another may be sent. */
  | { kind: "read"; id: number }
  | { kind: "answer"; id: number; answer: Answer }
  | { kind: "told"; id: number; told: unknown }
  | { kind: "failed"; id: number; code: ErrorCode; message: string; facts: Facts };

/** Chunks of a body that are on their way at a time. */
export const chunksAhead = 4;
