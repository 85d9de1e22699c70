import { EventEmitter } from "node:events";
import type { Server } from "socket.io";
import { FrameBudget } from "./frame-budget";

/** Packets and pings in ten seconds: more than all frames that a client may send, with all signs of life. */
const mostPackets = 1_000;

/**
 * Beneath frames a line brings pings, which the WebSocket answers by itself into a list without a bound, and packets that mean nothing.
 * Who brings too many of them is cut off; they would not hear why.
 */
export function boundLines({ engine }: Server, elapsed: () => number): void {
  engine.on("connection", (line: Line) => {
    const budget = new FrameBudget(elapsed, mostPackets);
    const { socket } = line.request;
    const spend = () => {
      if (!budget.take()) socket.destroy();
    };
    line.on("packet", spend);
    const webSocket: unknown = Reflect.get(line.transport, "socket");
    if (!(webSocket instanceof EventEmitter)) throw new Error("The line has no WebSocket whose pings could be counted.");
    webSocket.on("ping", spend);
  });
}

type Line = { request: { socket: { destroy(): void } }; transport: object; on(event: "packet", heard: () => void): void };
