import type { Socket } from "socket.io";
import { z } from "zod";
import { accessKey } from "@/lib/access/access-key";
import { actorOf } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";
import type { RefusalLog } from "@/lib/access/refusal-log";
import { scopeKey } from "@/lib/access/scope";
import type { Verified } from "@/lib/access/sessions";
import { canonicalQuery } from "@/lib/kpis/canonical-query";
import { BellwetherError, isBellwetherError } from "@/lib/platform/errors";
import { metrics } from "@/lib/platform/metrics";
import type { Hub } from "../hub/hub";
import type { Resume } from "../hub/view";
import type { Membership, ViewFrame, Watcher } from "../hub/watcher";
import {
  type ClientFrames,
  type Identity,
  type LiveProblem,
  type ServerFrames,
  subscribeSchema,
  unsubscribeSchema,
  type Watched,
  watchSchema,
} from "../protocol";
import { FrameBudget } from "./frame-budget";
import { frameText } from "./frame-text";
import { type HeldViews, mostOfUser } from "./held-views";
import { WriteWatch } from "./write-watch";

export type LiveSocket = Socket<ClientFrames, ServerFrames>;

const mostSubscriptions = 100;
/** A reader that takes nothing for this long is sent away. */
const longestStuck = 20_000;

/** `view`: what is followed, so that the same twice is one. */
type Asked = { method: "subscribe" | "watch"; by: readonly string[]; view: string };

type Subscription = {
  /** What it asks for, as the log names it: the frame, and by which filters. */
  asked: Asked;
  enter: (resume: Resume | null) => Membership;
  /** Null: the view ended while it was in doubt who this is. */
  membership: Membership | null;
  /** The batch of the last frame of this subscription; the next waits until it has left. */
  batch: number;
};

export type ConnectionPorts = {
  hub: Hub;
  refusals: Pick<RefusalLog, "tell">;
  /** Of all connections of the process. */
  held: HeldViews;
  /** Wall-clock time in milliseconds, which grants end by. */
  now: () => number;
  /** Milliseconds since an arbitrary moment. */
  elapsed: () => number;
};

/**
 * One viewer: what it watches, under who it is now. While there is doubt about who that is, no data is
 * sent; what was computed under another scope is left before anything more is sent (SCOPE-1).
 */
export class Connection {
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly budget: FrameBudget;
  private readonly writes: WriteWatch;
  private until = Number.NEGATIVE_INFINITY;
  private doubts = 0;
  private verifiedDoubts = -1;
  /** Who the client was told that it is; null before it was told. */
  private told: Identity | null = null;
  private unread: number | null = null;
  private unreadTold = true;

  constructor(
    private readonly socket: LiveSocket,
    private principal: UserPrincipal,
    private readonly ports: ConnectionPorts,
  ) {
    this.budget = new FrameBudget(ports.elapsed);
    this.writes = new WriteWatch(socket.conn.transport, ports.elapsed, () => this.catchUp());
    this.on("subscribe", subscribeSchema, ({ id, view, locale, stream, position }) => {
      const resume = stream === undefined || position === undefined ? null : { stream, position };
      const asked: Asked = { method: "subscribe", by: filtersOf(view), view: JSON.stringify([canonicalQuery(view), locale]) };
      this.subscribe(id, asked, resume, (watcher, from) => ports.hub.watch(view, locale, this.principal, watcher, from));
    });
    this.on("watch", watchSchema, ({ id, section, student }) => {
      const watched: Watched = section !== undefined ? { section } : student !== undefined ? { student } : { students: "advised" };
      const asked: Asked = { method: "watch", by: Object.keys(watched), view: JSON.stringify(watched) };
      this.subscribe(id, asked, null, (watcher) => ports.hub.watchStudents(watched, this.principal.studentScope, watcher));
    });
    this.on("unsubscribe", unsubscribeSchema, ({ id }) => this.leave(id));
    socket.onAny((event: string, frame: unknown) => {
      if (!clientEvents.has(event)) this.refuseFrame(frame, "There is no such frame.");
    });
    socket.on("disconnect", () => this.leaveAll());
  }

  get sessionId(): string {
    return this.principal.sessionId;
  }

  /** Whether a change of access may change who this is: of the user, or of who looks as them. */
  concerns(subject: string): boolean {
    const { userId, viewedBy } = this.principal;
    return subject === "*" || subject === `user:${userId}` || subject === `user:${viewedBy?.userId}`;
  }

  /** Sends no data until `settle` is called with this doubt or a later one. */
  raiseDoubt(): number {
    this.doubts += 1;
    return this.doubts;
  }

  /** The doubt that a check begun now would settle. */
  get doubt(): number {
    return this.doubts;
  }

  /** Who this is, as found by a check that began when the doubt had been raised. Null: nobody any more. */
  settle(verified: Verified | null, doubt: number): void {
    if (this.socket.disconnected || doubt < this.verifiedDoubts) return;
    if (verified === null) return this.goodbye({ code: "unauthenticated", message: "This session has ended." });
    const moved = seesOtherThan(verified.principal, this.principal);
    if (moved) for (const subscription of this.subscriptions.values()) subscription.membership?.leave();
    this.principal = verified.principal;
    this.until = verified.until;
    this.verifiedDoubts = doubt;
    this.tellIdentity({ view: verified.principal.viewedBy?.view ?? null, access: accessKey(verified.principal) });
    for (const [id, subscription] of this.subscriptions) {
      if (moved || subscription.membership === null) this.enter(id, subscription, null);
    }
    this.sendUnread();
    this.catchUp();
  }

  /** A page that was made for somebody else must know: it says on it as whom it is seen, and what they may see. */
  private tellIdentity(identity: Identity): void {
    if (identity.view === this.told?.view && identity.access === this.told.access) return;
    this.told = identity;
    this.socket.emit("identity", identity);
  }

  /** Whose notifications these are; in a view nobody's. */
  get notifiedUser(): string | null {
    return this.principal.viewedBy === undefined ? this.principal.userId : null;
  }

  tellUnread(count: number): void {
    this.unread = count;
    this.unreadTold = false;
    this.sendUnread();
  }

  private sendUnread(): void {
    if (this.unread === null || this.unreadTold || !this.isSettled || this.notifiedUser === null) return;
    this.unreadTold = true;
    this.socket.emit("notified", { unread: this.unread });
  }

  /** Sends away who does not read. */
  shedIfStuck(): void {
    if (this.writes.stuckFor < longestStuck) return;
    this.leaveAll();
    this.socket.emit("goodbye", { code: "slow-reader", message: "This connection reads too slowly; connect again." });
    this.socket.conn.close(true);
  }

  private on<S extends z.core.$ZodType>(event: keyof ClientFrames, schema: S, run: (asked: z.output<S>) => void): void {
    this.socket.on(event, (frame: unknown) => {
      if (!this.budget.take()) return this.goodbye({ code: "too-many-requests", message: "Too many frames; connect again later." });
      const parsed = z.safeParse(schema, frame);
      if (parsed.success) run(parsed.data);
      else this.refuse(frame, z.prettifyError(parsed.error));
    });
  }

  /** A frame of no kind known counts like any other. */
  private refuseFrame(frame: unknown, message: string): void {
    if (this.budget.take()) this.refuse(frame, message);
    else this.goodbye({ code: "too-many-requests", message: "Too many frames; connect again later." });
  }

  private refuse(frame: unknown, message: string): void {
    const id: unknown = typeof frame === "object" && frame !== null ? Reflect.get(frame, "id") : null;
    this.socket.emit("closed", { id: typeof id === "string" ? id.slice(0, 100) : "", problem: { code: "bad-request", message } });
  }

  private subscribe(id: string, asked: Asked, resume: Resume | null, join: (watcher: Watcher, resume: Resume | null) => Membership): void {
    this.leave(id);
    if (this.subscriptions.size >= mostSubscriptions) {
      return this.close(id, new BellwetherError("too-many-requests", `At most ${mostSubscriptions} views a connection.`));
    }
    if (!this.ports.held.take(this.holder, asked.view)) {
      return this.close(id, new BellwetherError("too-many-requests", `At most ${mostOfUser} different views at once.`));
    }
    const subscription: Subscription = {
      asked,
      enter: (from) => join({ ready: () => this.isReady(subscription), send: (frame) => this.deliver(id, subscription, frame) }, from),
      membership: null,
      batch: 0,
    };
    this.subscriptions.set(id, subscription);
    this.enter(id, subscription, resume);
  }

  private enter(id: string, subscription: Subscription, resume: Resume | null): void {
    try {
      subscription.membership = null;
      subscription.membership = subscription.enter(resume);
    } catch (error) {
      this.close(id, error);
    }
  }

  private get isSettled(): boolean {
    return this.verifiedDoubts === this.doubts && this.ports.now() < this.until;
  }

  private isReady(subscription: Subscription): boolean {
    return this.isSettled && this.writes.hasLeft(subscription.batch);
  }

  private catchUp(): void {
    for (const { membership } of this.subscriptions.values()) membership?.catchUp();
  }

  private deliver(id: string, subscription: Subscription, frame: ViewFrame): void {
    if (this.subscriptions.get(id) !== subscription) return;
    if (frame.kind === "closed") {
      if (this.isSettled) return this.close(id, frame.error);
      subscription.membership = null; // perhaps of a scope that is no more: asked again once that is known
      return;
    }
    subscription.batch = this.writes.nextBatch();
    metrics().liveFrames.inc({ kind: frame.kind });
    switch (frame.kind) {
      case "stale":
        return void this.socket.emit("stale", { id, problem: problemOf(frame.error) });
      case "touched":
        return void this.socket.emit("touched", { id, position: frame.position });
      case "snapshot":
      case "delta":
        return void this.socket.conn.write(frameText(id, frame));
    }
  }

  private close(id: string, error: unknown): void {
    const asked = this.subscriptions.get(id)?.asked;
    this.leave(id);
    if (asked !== undefined) this.tellRefusal(asked, error);
    this.socket.emit("closed", { id, problem: problemOf(error) });
  }

  private tellRefusal({ method, by }: Asked, error: unknown): void {
    if (!isBellwetherError(error) || (error.status !== 403 && error.status !== 404)) return;
    const { viewedBy } = this.principal;
    this.ports.refusals.tell({
      principal: actorOf(this.principal),
      ...(viewedBy === undefined ? {} : { viewedAs: viewedBy.as }),
      method,
      resource: "live",
      ...(by.length === 0 ? {} : { by }),
      status: error.status,
    });
  }

  /** Whoever sits there, in a view too. */
  private get holder(): string {
    return this.principal.viewedBy?.userId ?? this.principal.userId;
  }

  private leave(id: string): void {
    const subscription = this.subscriptions.get(id);
    if (subscription === undefined) return;
    this.subscriptions.delete(id);
    this.ports.held.release(this.holder, subscription.asked.view);
    subscription.membership?.leave();
  }

  private leaveAll(): void {
    for (const id of [...this.subscriptions.keys()]) this.leave(id);
  }

  private goodbye(problem: LiveProblem): void {
    this.leaveAll();
    this.socket.emit("goodbye", problem);
    this.socket.disconnect(true);
  }
}

/** What names a place; never what it is called (PII-1). */
const placeFilters = ["section", "course", "orgUnit", "program"] as const;
const filtersOf = (view: object) => placeFilters.filter((name) => Reflect.get(view, name) !== undefined);

const clientEvents: ReadonlySet<string> = new Set<keyof ClientFrames>(["subscribe", "watch", "unsubscribe"]);

function seesOtherThan(a: UserPrincipal, b: UserPrincipal): boolean {
  return (
    scopeKey(a.scope) !== scopeKey(b.scope) || scopeKey(a.studentScope) !== scopeKey(b.studentScope) || a.studentLevel !== b.studentLevel
  );
}

function problemOf(error: unknown): LiveProblem {
  const known = isBellwetherError(error) ? error : new BellwetherError("unavailable", "This view cannot be shown right now.");
  return { code: known.code, message: known.message, ...(typeof known.facts.field === "string" ? { field: known.facts.field } : {}) };
}
