import type { Server as HttpServer, IncomingMessage } from "node:http";
import { type DefaultEventsMap, Server } from "socket.io";
import type { AccessServices } from "@/lib/access/access-services";
import { userOf } from "@/lib/access/authenticate";
import type { UserPrincipal } from "@/lib/access/principal";
import type { RefusalLog } from "@/lib/access/refusal-log";
import { logger } from "@/lib/platform/log-output";
import { isOwnOrigin } from "@/lib/platform/own-origin";
import type { Hub } from "./hub/hub";
import type { ClientFrames, ServerFrames } from "./protocol";
import { AccessGuard } from "./server/access-guard";
import { boundLines } from "./server/bound-lines";
import { Connection } from "./server/connection";
import { HeldViews } from "./server/held-views";
import { type UnreadPort, UnreadTeller } from "./server/unread-teller";

type LiveServices = Pick<AccessServices, "nextAuthSecret" | "sessions"> & {
  config: Pick<AccessServices["config"], "nextAuthUrl">;
  /** Without it nobody is told of what they have not read. */
  unread?: UnreadPort;
};
type LiveOptions = {
  refusals: Pick<RefusalLog, "tell">;
  /** Whether a handshake without a session that holds may go on, by where it comes from. */
  admitStranger: (request: IncomingMessage) => boolean;
  /** Wall-clock time in milliseconds. */
  now: () => number;
};
type SocketData = { user: UserPrincipal };
export type LiveServer = Server<ClientFrames, ServerFrames, DefaultEventsMap, SocketData>;

const livePath = "/live";
/** Whether a request leads to the socket, as engine.io tells it. */
export const isLivePath = (url: string): boolean => url.startsWith(`${livePath}/`);

/** Open tabs of one session. */
const mostOfSession = 50;

/** Puts the live protocol on the HTTP server: WebSocket only, the handshake under the session's cookie. */
export function attachLive(http: HttpServer, services: LiveServices, hub: Hub, options: LiveOptions): LiveServer {
  const { refusals, admitStranger, now } = options;
  const somebody = (cookie: string | undefined) => userOf(services, cookie ?? null);
  const io: LiveServer = new Server(http, {
    path: livePath,
    transports: ["websocket"],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 16 * 1024,
    // Who does not say who they are, or was refused, is not held any longer than it takes to say so.
    connectTimeout: 5_000,
    // A dead connection is known as such within twenty seconds, at both ends.
    pingInterval: 10_000,
    pingTimeout: 10_000,
    allowRequest: (request, decide) => {
      const { origin, host, cookie } = request.headers;
      if (!isFromOwnPage(origin, host, services.config.nextAuthUrl)) return decide(null, false);
      if (cookie === undefined) return decide(null, admitStranger(request));
      // Until it is decided nobody else hears that the line broke, and an error that nobody hears ends the process.
      const { socket } = request;
      socket.on("error", ignore);
      // A campus behind one address may come back at once after a restart: its sessions are no strangers.
      somebody(cookie)
        .then(
          (user) => decide(null, user !== null || admitStranger(request)),
          () => decide(null, true), // who it is cannot be looked up just now: it is asked again, and told so
        )
        .finally(() => socket.off("error", ignore));
    },
  });
  const guard = new AccessGuard(services.sessions, (error) => logger.warn({ error }, "live access"));
  const teller = services.unread === undefined ? null : new UnreadTeller(services.unread, (error) => logger.warn({ error }, "unread"));
  const held = new HeldViews();
  const open = new Map<string, number>();
  const count = (session: string, by: number) => {
    const next = (open.get(session) ?? 0) + by;
    if (next > 0) open.set(session, next);
    else open.delete(session);
  };

  boundLines(io, () => performance.now());
  const handshaken = new WeakSet<object>();
  io.use((socket, next) => {
    // One a line: each would ask the database who it is, and be a viewer of its own.
    if (handshaken.has(socket.conn)) {
      socket.conn.close();
      return next(new Error("too-many-requests"));
    }
    handshaken.add(socket.conn);
    somebody(socket.handshake.headers.cookie)
      .then((user) => {
        if (user === null) return next(new Error("unauthenticated"));
        if ((open.get(user.sessionId) ?? 0) >= mostOfSession) return next(new Error("too-many-requests"));
        socket.data.user = user;
        next();
      })
      .catch(() => next(new Error("unavailable")));
  });
  io.on("connection", (socket) => {
    const { user } = socket.data;
    // It was read; it would stay with the line for as long as that is open.
    Reflect.set(socket.conn, "request", null);
    Reflect.set(socket.handshake, "headers", {});
    const connection = new Connection(socket, user, { hub, now, refusals, held, elapsed: () => performance.now() });
    count(user.sessionId, 1);
    guard.add(connection);
    teller?.add(connection);
    socket.on("disconnect", () => {
      count(user.sessionId, -1);
      guard.remove(connection);
      teller?.remove(connection);
    });
  });
  return io;
}

const ignore = () => undefined;

/** What names no origin is no browser: there the cookie alone decides. */
const isFromOwnPage = (origin: string | undefined, host: string | undefined, configured: string | null): boolean =>
  origin === undefined || isOwnOrigin(origin, host, configured);
