import type * as z from "zod/mini";
import { canonicalQuery } from "@/lib/kpis/canonical-query";
import {
  type ClientFrames,
  closedSchema,
  deltaSchema,
  type LiveProblem,
  type ServerFrames,
  snapshotSchema,
  staleSchema,
  type ViewQuery,
} from "../protocol";
import type { AnswerCache } from "./answer-cache";
import { FollowedView } from "./followed-view";
import type { ViewEvent } from "./view-state";

/** What is needed of a Socket.IO client's socket. */
export type LivePort = {
  readonly connected: boolean;
  emit<E extends keyof ClientFrames>(event: E, ...frame: Parameters<ClientFrames[E]>): unknown;
  on(event: keyof ServerFrames | "connect" | "disconnect", listener: (frame: unknown) => void): unknown;
  off(event: keyof ServerFrames | "connect" | "disconnect", listener: (frame: unknown) => void): unknown;
};

/** The server sends a sign of life every 5 seconds: this long without one and figures may be behind. */
export const silentAfter = 15_000;
/** A view that was turned away for now is asked for again after this long. */
const askAgainAfter = 5_000;

const finalCodes: ReadonlySet<string> = new Set(["not-found", "forbidden", "unauthenticated"]);

/** Follows views over one socket and keeps the cache at what it hears; a view is asked for once, however many show it. */
export class LiveViews {
  private readonly byKey = new Map<string, { followed: FollowedView; users: number }>();
  private readonly byId = new Map<string, FollowedView>();
  private readonly listeners = new Set<() => void>();
  private ids = 0;

  constructor(
    private readonly socket: LivePort,
    private readonly cache: AnswerCache,
    private readonly now: () => number,
  ) {
    for (const [event, listener] of this.handlers) socket.on(event, listener);
  }

  /** Frames of before are not heard any more. */
  close(): void {
    for (const [event, listener] of this.handlers) this.socket.off(event, listener);
  }

  /** Follows until the returned function is called. */
  follow(view: ViewQuery, locale: "en" | "ko"): () => void {
    const key = keyOf(view, locale);
    const held = this.byKey.get(key) ?? this.begin(key, view, locale);
    held.users += 1;
    return () => {
      held.users -= 1;
      if (held.users > 0) return;
      this.byKey.delete(key);
      this.byId.delete(held.followed.id);
      if (this.socket.connected) this.socket.emit("unsubscribe", { id: held.followed.id });
    };
  }

  stateOf(view: ViewQuery, locale: "en" | "ko"): FollowedView["state"] | null {
    return this.byKey.get(keyOf(view, locale))?.followed.state ?? null;
  }

  /** Asks for a view anew, from nothing. */
  askAgain(view: ViewQuery, locale: "en" | "ko"): void {
    const held = this.byKey.get(keyOf(view, locale));
    if (held === undefined) return;
    held.followed.forget();
    this.ask(held.followed);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** To be called about once a second: notices silence, and asks again for what was turned away. */
  tick(): void {
    if (!this.socket.connected) return;
    const now = this.now();
    for (const followed of this.byId.values()) {
      const silence = now - followed.heardAt;
      if (followed.state === "later" && silence >= askAgainAfter) this.ask(followed);
      else if (waitsForFrames(followed) && silence >= silentAfter) {
        this.move(followed, "doubt");
        this.ask(followed); // the server may have lost it; and a dead connection is noticed by writing to it
      }
    }
  }

  private begin(key: string, view: ViewQuery, locale: "en" | "ko") {
    this.ids += 1;
    const followed = new FollowedView(`v${this.ids}`, view, locale);
    followed.heardAt = this.now();
    const held = { followed, users: 0 };
    this.byKey.set(key, held);
    this.byId.set(followed.id, followed);
    if (this.socket.connected) this.ask(followed);
    return held;
  }

  private ask(followed: FollowedView): void {
    followed.heardAt = this.now();
    this.socket.emit("subscribe", followed.request());
    this.move(followed, "ask");
  }

  private move(followed: FollowedView, event: ViewEvent, problem: LiveProblem | null = null): void {
    if (!followed.move(event, problem)) return;
    for (const listener of this.listeners) listener();
  }

  private hear<F extends { id: string }>(schema: z.ZodMiniType<F>, take: (followed: FollowedView, frame: F) => void) {
    return (received: unknown) => {
      const frame = schema.safeParse(received);
      if (!frame.success) return; // as good as none: the silence will show
      const followed = this.byId.get(frame.data.id);
      if (followed === undefined) return;
      followed.heardAt = this.now();
      take(followed, frame.data);
    };
  }

  private readonly handlers: readonly [keyof ServerFrames | "connect" | "disconnect", (frame: unknown) => void][] = [
    ["connect", () => this.eachFollowed((followed) => this.ask(followed))],
    ["disconnect", () => this.eachFollowed((followed) => this.move(followed, "drop"))],
    [
      "snapshot",
      this.hear(snapshotSchema, (followed, frame) => {
        this.cache.write(followed.view, followed.locale, followed.takeSnapshot(frame));
        this.move(followed, "data");
      }),
    ],
    [
      "delta",
      this.hear(deltaSchema, (followed, frame) => {
        const next = followed.takeDelta(frame);
        if (next !== null) {
          this.cache.write(followed.view, followed.locale, next);
          this.move(followed, "data");
        } else if (followed.answer !== null) {
          followed.forget(); // once: further deltas of before the snapshot are passed over
          this.ask(followed);
        }
      }),
    ],
    ["stale", this.hear(staleSchema, (followed, frame) => this.move(followed, "doubt", frame.problem))],
    [
      "closed",
      this.hear(closedSchema, (followed, { problem }) => {
        const event = finalCodes.has(problem.code) ? "deny" : problem.code === "bad-request" ? "refuse" : "defer";
        this.move(followed, event, problem);
        if (event !== "defer") this.cache.forget(followed.view, followed.locale);
      }),
    ],
  ];

  private eachFollowed(act: (followed: FollowedView) => void): void {
    for (const followed of this.byId.values()) act(followed);
  }
}

const waitsForFrames = ({ state }: FollowedView) => state === "asked" || state === "live" || state === "stale";
const keyOf = (view: ViewQuery, locale: string) => JSON.stringify([canonicalQuery(view), locale]);
