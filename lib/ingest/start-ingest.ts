import type * as z from "zod/mini";
import { BellwetherError } from "@/lib/platform/errors";
import type { EventLogConfig } from "@/lib/platform/event-log-config";
import { KeptThread } from "@/lib/platform/kept-thread";
import type { TracingConfig } from "@/lib/platform/tracing/tracing-config";
import type { BodyHead } from "./ingest";
import type { Mend } from "./quarantine/mend";
import type { QuarantineFilter } from "./quarantine/quarantine-filter";
import { type Outcome, outcomeSchema, type Replayed, replayedSchema } from "./quarantine/shapes";
import type { Answer } from "./receipt";
import { chunksAhead, type FromThread, type QuarantineAsk, type ToThread } from "./thread-messages";

export type IngestOptions = { url: string; vaultKey: Buffer; log: EventLogConfig; tracing: TracingConfig };

type Pending = {
  /** Takes an answer about events, or what was told of quarantine: whichever was asked for. */
  resolve: (answer: Answer) => void;
  tell: (told: unknown) => void;
  reject: (error: Error) => void;
  onRead: () => void;
};

/** What is not asked for is not told. */
const unasked = () => undefined;

/** Bodies in work at a time; more are asked to come back, so that memory stays bounded. */
const mostPending = 512;
/** Of one key: who sends drop by drop does not take the places of all others. */
const mostOfKey = 256;

/**
 * The receive pipeline in its thread, seen from the server's. A thread that dies is replaced; what it had
 * not answered fails with unavailable and may be sent again at no harm (LOG-1).
 */
export class IngestThread {
  private readonly pending = new Map<number, Pending>();
  /** Bodies in work by the key that they came with. */
  private readonly ofKey = new Map<string | null, number>();
  private nextId = 1;
  private readonly thread: KeptThread;

  constructor(options: IngestOptions, onError: (error: unknown) => void) {
    this.thread = new KeptThread(new URL("./ingest-thread.mjs", import.meta.url), options, {
      onMessage: (message) => this.hear(message as FromThread), // our own thread's words, not a boundary
      onError,
      onExit: () => this.failAll(),
    });
  }

  /** Takes a body as it arrives; see Ingest.receive for the answer and what is thrown. */
  async receive(body: AsyncIterable<Buffer>, head: BodyHead): Promise<Answer> {
    const { keyId } = head;
    if ((this.ofKey.get(keyId) ?? 0) >= mostOfKey) throw tooMany();
    const credits = new Credits(chunksAhead);
    const { id, answer } = this.open({ onRead: () => credits.give() });
    this.count(keyId, 1);
    this.post({ kind: "body", id, head });
    // Whichever is first: a refusal does not wait for the rest of the body.
    const sent = this.forward(id, body, credits);
    sent.catch(() => this.post({ kind: "cut", id }));
    // Where the body broke off the thread hears so, and says how much it had taken.
    return Promise.race([
      answer,
      sent.then(
        () => answer,
        () => answer,
      ),
    ]).finally(() => {
      this.count(keyId, -1);
      credits.close();
    });
  }

  private count(keyId: string | null, by: number): void {
    const next = (this.ofKey.get(keyId) ?? 0) + by;
    if (next > 0) this.ofKey.set(keyId, next);
    else this.ofKey.delete(keyId);
  }

  /** Takes events of our own making the way a client's are taken. */
  submit(events: readonly unknown[]): Promise<Answer> {
    const { id, answer } = this.open({ onRead: () => undefined });
    this.post({ kind: "submit", id, events });
    return answer;
  }

  previewReplay(filter: QuarantineFilter, limit: number): Promise<Replayed> {
    return this.ask({ what: "preview", filter, limit }, replayedSchema);
  }

  replay(filter: QuarantineFilter, actor: string, limit: number): Promise<Replayed> {
    return this.ask({ what: "replay", filter, actor, limit }, replayedSchema);
  }

  replayItem(item: string, mend: Mend, actor: string): Promise<Outcome> {
    return this.ask({ what: "replay-item", item, mend, actor }, outcomeSchema);
  }

  get running(): boolean {
    return this.thread.running;
  }

  stop(): Promise<void> {
    const message: ToThread = { kind: "stop" };
    return this.thread.stop(message);
  }

  private async forward(id: number, body: AsyncIterable<Buffer>, credits: Credits): Promise<void> {
    for await (const chunk of body) {
      if (!(await credits.take())) return; // answered already
      // A copy of its own: the reader's buffer is a slice of a shared pool.
      const bytes = new Uint8Array(chunk);
      this.post({ kind: "chunk", id, bytes }, [bytes.buffer]);
    }
    this.post({ kind: "end", id });
  }

  private async ask<T>(ask: QuarantineAsk, schema: z.ZodMiniType<T>): Promise<T> {
    this.refuseWhenFull();
    const id = this.takeId();
    const told = new Promise<unknown>((tell, reject) => {
      this.pending.set(id, { resolve: unasked, tell, reject, onRead: unasked });
    });
    this.post({ kind: "ask", id, ask });
    return schema.parse(await told);
  }

  private open({ onRead }: Pick<Pending, "onRead">): { id: number; answer: Promise<Answer> } {
    this.refuseWhenFull();
    const id = this.takeId();
    const answer = new Promise<Answer>((resolve, reject) => this.pending.set(id, { resolve, tell: unasked, reject, onRead }));
    return { id, answer };
  }

  private takeId(): number {
    this.nextId += 1;
    return this.nextId - 1;
  }

  private refuseWhenFull(): void {
    if (this.pending.size >= mostPending) throw tooMany();
  }

  private post(message: ToThread, transfer: ArrayBuffer[] = []): void {
    if (!this.thread.post(message, transfer)) this.failAll();
  }

  private hear(message: FromThread): void {
    const pending = this.pending.get(message.id);
    if (pending === undefined) return;
    if (message.kind === "read") return pending.onRead();
    this.pending.delete(message.id);
    if (message.kind === "answer") pending.resolve(message.answer);
    else if (message.kind === "told") pending.tell(message.told);
    else pending.reject(new BellwetherError(message.code, message.message, message.facts));
  }

  private failAll(): void {
    const error = new BellwetherError("unavailable", "The event log is restarting; send this again.", { retryAfterSeconds: 1 });
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}

const tooMany = () =>
  new BellwetherError("too-many-requests", "Too many bodies are being read; send this again in a moment.", { retryAfterSeconds: 1 });

/** How many chunks may still be sent before one is read. */
class Credits {
  private closed = false;
  private waiting: ((open: boolean) => void) | null = null;

  constructor(private free: number) {}

  /** False once nobody reads any more. */
  take(): Promise<boolean> {
    if (this.closed) return Promise.resolve(false);
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => (this.waiting = resolve));
  }

  give(): void {
    if (this.waiting === null) this.free += 1;
    else this.settle(true);
  }

  close(): void {
    this.closed = true;
    if (this.waiting !== null) this.settle(false);
  }

  private settle(open: boolean): void {
    const waiting = this.waiting;
    this.waiting = null;
    waiting?.(open);
  }
}
