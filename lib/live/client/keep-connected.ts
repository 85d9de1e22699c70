import type { ManagerOptions } from "socket.io-client";
import * as z from "zod/mini";
import { problemSchema } from "../protocol";
import type { ConnectionEvent } from "./connection";

/** What is needed of a Socket.IO client's socket. */
export type ConnectingPort = {
  readonly connected: boolean;
  /** False where the socket will not try again by itself. */
  readonly active: boolean;
  connect(): unknown;
  on(event: "connect" | "disconnect" | "connect_error" | "goodbye", listener: (said: unknown) => void): unknown;
};

export type ConnectionEars = {
  onEvent: (event: ConnectionEvent) => void;
  /** Runs once after the wait; returns how to call it off. */
  after: (milliseconds: number, run: () => void) => () => void;
  /** From 0 to 1. */
  random: () => number;
};

/** How a page's socket connects, and how it tries again to get a lost line: in milliseconds, at first and at most. */
export const lineOptions = {
  path: "/live",
  transports: ["websocket"],
  reconnectionDelay: 500,
  reconnectionDelayMax: 3_000,
} satisfies Partial<ManagerOptions>;

/** A server that turns us away is asked again after so long, and up to twice that, so that not all come at once. */
const askAgainAfter = 5_000;
const signedOut = "unauthenticated";
const errorSchema = z.object({ message: z.string() });

/**
 * Keeps the socket connected. A lost line is tried again by Socket.IO itself; where the server refused or
 * said goodbye it would not be, and is tried here, unless nobody is signed in any more.
 */
export function keepConnected(socket: ConnectingPort, ears: ConnectionEars): { wake(): void; stop(): void } {
  let callOff: (() => void) | null = null;
  const comeBack = () => {
    ears.onEvent("drop");
    callOff ??= ears.after(askAgainAfter * (1 + ears.random()), () => {
      callOff = null;
      socket.connect();
    });
  };
  const leave = (code: string) => (code === signedOut ? ears.onEvent("refuse") : comeBack());

  socket.on("connect", () => ears.onEvent("open"));
  socket.on("disconnect", () => ears.onEvent("drop"));
  socket.on("connect_error", (error) => {
    if (socket.active) return ears.onEvent("drop");
    leave(errorSchema.safeParse(error).data?.message ?? "");
  });
  socket.on("goodbye", (problem) => leave(problemSchema.safeParse(problem).data?.code ?? ""));
  return {
    /** The page is looked at again: no more waiting. */
    wake() {
      if (callOff === null || socket.connected) return;
      callOff();
      callOff = null;
      socket.connect();
    },
    stop() {
      callOff?.();
    },
  };
}
