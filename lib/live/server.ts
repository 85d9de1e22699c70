import type { Server as HttpServer } from "node:http";
import { Server, type Socket } from "socket.io";
import { z } from "zod";
import type { AccessServices } from "@/lib/access/access-services";
import { userOf } from "@/lib/access/authenticate";
import type { UserPrincipal } from "@/lib/access/principal";
import { scopeKey } from "@/lib/access/scope";
import { withScopedRead } from "@/lib/access/scoped-read";
import { BellwetherError, isBellwetherError } from "@/lib/platform/errors";
import { metrics } from "@/lib/platform/metrics";
import type { Hub } from "./hub/hub";
import type { ViewMessage } from "./hub/view";
import {
  type ClientFrames,
  type LiveProblem,
  type ServerFrames,
  subscribeSchema,
  unsubscribeSchema,
  type ViewQuery,
  watchSchema,
} from "./protocol";

type LiveSocket = Socket<ClientFrames, ServerFrames>;

const mostSubscriptions = 100;
const framesInWindow = 300;
const windowMilliseconds = 10_000;
/** Packets that wait for a slow reader; past that it is told to come back. */
const mostBuffered = 500;

/** Puts the live protocol on the HTTP server: WebSocket only, the handshake under the session's cookie. */
export function attachLive(http: HttpServer, services: AccessServices, hub: Hub): Server {
  const io = new Server<ClientFrames, ServerFrames>(http, {
    path: "/live",
    transports: ["websocket"],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 16 * 1024,
    allowRequest: (request, decide) =>
      decide(null, isSameOrigin(request.headers.origin, request.headers.host, services.config.nextAuthUrl)),
  });
  io.use((socket, next) => {
    userOf(services, socket.handshake.headers.cookie ?? null)
      .then((user) => {
        if (user === null) return next(new Error("unauthenticated"));
        new Connection(socket, user, services, hub);
        next();
      })
      .catch(() => next(new Error("unavailable")));
  });
  return io;
}

function isSameOrigin(origin: string | undefined, host: string | undefined, configured: string | null): boolean {
  if (origin === undefined) return true; // not a browser: the cookie alone decides
  if (configured !== null && origin === new URL(configured).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

type Subscription = { leave: () => void; renew: () => void };

/** One viewer: what it watches, under who it is now. */
class Connection {
  private readonly subscriptions = new Map<string, Subscription>();
  private frames = 0;
  private windowEnds = 0;

  constructor(
    private readonly socket: LiveSocket,
    private principal: UserPrincipal,
    private readonly services: AccessServices,
    private readonly hub: Hub,
  ) {
    const stopListening = services.sessions.onChange((subject) => {
      if (subject === "*" || subject === `user:${this.principal.userId}`) void this.reauthorise();
    });
    // A grant or session may also end by its time, of which nobody tells.
    const timer = setInterval(() => void this.reauthorise(), 1_000);
    socket.on("disconnect", () => {
      stopListening();
      clearInterval(timer);
      this.leaveAll();
    });
    socket.on("subscribe", (frame) =>
      this.handle(subscribeSchema, frame, (asked) => this.subscribe(asked.id, asked.view, asked.locale ?? "en")),
    );
    socket.on("watch", (frame) => this.handle(watchSchema, frame, (asked) => this.watchSection(asked.id, asked.section)));
    socket.on("unsubscribe", (frame) => this.handle(unsubscribeSchema, frame, ({ id }) => this.leave(id)));
  }

  private handle<S extends z.ZodType>(schema: S, frame: unknown, run: (asked: z.output<S>) => void): void {
    const now = performance.now();
    if (now > this.windowEnds) {
      this.windowEnds = now + windowMilliseconds;
      this.frames = 0;
    }
    this.frames += 1;
    if (this.frames > framesInWindow) return this.goodbye({ code: "too-many-requests", message: "Too many frames; connect again later." });
    const parsed = schema.safeParse(frame);
    if (parsed.success) return run(parsed.data);
    const id: unknown = typeof frame === "object" && frame !== null ? Reflect.get(frame, "id") : null;
    this.socket.emit("closed", {
      id: typeof id === "string" ? id.slice(0, 100) : "",
      problem: { code: "bad-request", message: z.prettifyError(parsed.error) },
    });
  }

  private subscribe(id: string, view: ViewQuery, locale: "en" | "ko"): void {
    this.leave(id);
    if (this.subscriptions.size >= mostSubscriptions) {
      return this.close(id, new BellwetherError("too-many-requests", `At most ${mostSubscriptions} views a connection.`));
    }
    const join = () => this.hub.watch(view, locale, this.principal, { send: (message) => this.deliver(id, message) });
    try {
      const subscription: Subscription = { leave: () => undefined, renew: () => undefined };
      this.subscriptions.set(id, subscription);
      subscription.leave = join();
      subscription.renew = () => {
        subscription.leave();
        subscription.leave = join();
      };
    } catch (error) {
      this.close(id, error);
    }
  }

  private watchSection(id: string, section: string): void {
    this.leave(id);
    const subscription: Subscription = { leave: () => undefined, renew: () => undefined };
    const enter = () => {
      subscription.leave();
      subscription.leave = () => undefined;
      this.sectionInScope(section)
        .then((key) => {
          if (this.subscriptions.get(id) !== subscription) return;
          subscription.leave = this.hub.watchSection(key, (position) => this.socket.emit("touched", { id, position: position.toString() }));
        })
        .catch((error: unknown) => this.close(id, error));
    };
    subscription.renew = enter;
    this.subscriptions.set(id, subscription);
    enter();
  }

  private sectionInScope(section: string): Promise<number> {
    return withScopedRead(this.services.database, this.principal.studentScope, async (read) => {
      const found = await read.query<{ key: number }>(
        `SELECT section_key AS key FROM warehouse.dim_section WHERE id = $1
         AND ((SELECT warehouse.scope_everything()) OR section_key = ANY((SELECT warehouse.scope_sections())::int[]))`,
        [section],
      );
      const key = found.rows[0]?.key;
      if (key === undefined) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "section" });
      return key;
    });
  }

  private deliver(id: string, message: ViewMessage): void {
    if (!this.subscriptions.has(id)) return;
    if (message.kind === "failed") return this.close(id, message.error);
    if (this.buffered() > mostBuffered)
      return this.goodbye({ code: "slow-reader", message: "This connection reads too slowly; connect again." });
    metrics().liveFrames.inc({ kind: message.kind });
    if (message.kind === "snapshot") this.socket.emit("snapshot", { id, position: message.position, answer: message.answer });
    else this.socket.emit("delta", { id, from: message.from, to: message.to, ...message.body });
  }

  private buffered(): number {
    const buffer: unknown = Reflect.get(this.socket.conn, "writeBuffer");
    return Array.isArray(buffer) ? buffer.length : 0;
  }

  /** Reads anew who this is; what was computed under another scope is left before anything more is sent (SCOPE-1). */
  private async reauthorise(): Promise<void> {
    const next = await this.services.sessions.principalOf(this.principal.sessionId).catch(() => null);
    if (this.socket.disconnected) return;
    if (next === null) return this.goodbye({ code: "unauthenticated", message: "This session has ended." });
    const moved =
      scopeKey(next.scope) !== scopeKey(this.principal.scope) ||
      scopeKey(next.studentScope) !== scopeKey(this.principal.studentScope) ||
      next.studentLevel !== this.principal.studentLevel;
    this.principal = next;
    if (moved) for (const subscription of this.subscriptions.values()) subscription.renew();
  }

  private close(id: string, error: unknown): void {
    this.leave(id);
    const known = isBellwetherError(error) ? error : new BellwetherError("unavailable", "This view cannot be shown right now.");
    this.socket.emit("closed", {
      id,
      problem: { code: known.code, message: known.message, ...(typeof known.facts.field === "string" ? { field: known.facts.field } : {}) },
    });
  }

  private leave(id: string): void {
    this.subscriptions.get(id)?.leave();
    this.subscriptions.delete(id);
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
