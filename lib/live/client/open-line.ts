import type { QueryClient } from "@tanstack/react-query";
import { io, type Socket } from "socket.io-client";
import { type ClientFrames, type Identity, identitySchema, notifiedSchema, type ServerFrames } from "../protocol";
import { answerCacheOf } from "./answer-cache";
import type { ConnectionEvent } from "./connection";
import { keepConnected, lineOptions } from "./keep-connected";
import { LiveViews } from "./live-views";

export type LiveSocket = Socket<ServerFrames, ClientFrames>;
export type Line = { socket: LiveSocket; views: LiveViews };

const tickEvery = 1_000;

/** Opens the page's one socket; what it hears goes into the cache. Returns how to close it. */
export function openLine(
  queries: QueryClient,
  ears: {
    onLine: (line: Line) => void;
    onEvent: (event: ConnectionEvent, line: Line) => void;
    /** The view that the session is in, null for none: once connected, and when it changes. */
    onIdentity: (identity: Identity) => void;
    /** How much the user has not read: once connected, and when something of it changes. */
    onUnread: (count: number) => void;
  },
): () => void {
  const socket: LiveSocket = io({ ...lineOptions, autoConnect: false });
  const line = { socket, views: new LiveViews(socket, answerCacheOf(queries), () => performance.now()) };
  const connection = keepConnected(socket, {
    onEvent: (event) => ears.onEvent(event, line),
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  });
  const timer = setInterval(() => line.views.tick(), tickEvery);
  const wake = () => {
    if (document.visibilityState === "visible") connection.wake();
  };
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  socket.on("identity", (said: unknown) => {
    const frame = identitySchema.safeParse(said);
    if (frame.success) ears.onIdentity(frame.data);
  });
  socket.on("notified", (said: unknown) => {
    const frame = notifiedSchema.safeParse(said);
    if (frame.success) ears.onUnread(frame.data.unread);
  });
  ears.onLine(line);
  socket.connect();
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", wake);
    window.removeEventListener("online", wake);
    connection.stop();
    line.views.close();
    socket.disconnect();
  };
}
