import { describe, expect, it } from "vitest";
import { ManualTimers } from "../testing/manual-timers";
import type { ConnectionEvent } from "./connection";
import { type ConnectingPort, keepConnected } from "./keep-connected";

function setUp() {
  const timers = new ManualTimers();
  const listeners = new Map<string, (said: unknown) => void>();
  const events: ConnectionEvent[] = [];
  const port = {
    connected: false,
    active: true as boolean,
    dialled: 0,
    connect() {
      this.dialled += 1;
    },
    on: (event, listener) => listeners.set(event, listener),
  } satisfies ConnectingPort & { dialled: number };
  const connection = keepConnected(port, {
    onEvent: (event) => events.push(event),
    after: (milliseconds, run) => timers.after(milliseconds, run),
    random: () => 0.5,
  });
  const hear = (event: string, said: unknown = undefined) => listeners.get(event)?.(said);
  return { timers, events, port, connection, hear };
}

describe("keeping connected", () => {
  it("leaves a lost line to Socket.IO, which tries by itself", async () => {
    const { timers, events, port, hear } = setUp();
    hear("connect");
    hear("disconnect", "transport close");
    hear("connect_error", new Error("websocket error"));
    await timers.advance(60_000);
    expect(events).toEqual(["open", "drop", "drop"]);
    expect(port.dialled).toBe(0);
  });

  it("comes back after a goodbye and a refusal that may pass, once and after a pause", async () => {
    for (const [event, said] of [
      ["goodbye", { code: "slow-reader", message: "" }],
      ["goodbye", { code: "too-many-requests", message: "" }],
      ["goodbye", "not even an object"],
      ["connect_error", new Error("unavailable")],
    ] as const) {
      const { timers, events, port, hear } = setUp();
      port.active = false;
      hear(event, said);
      hear("disconnect", "io server disconnect");
      await timers.advance(7_400);
      expect(port.dialled).toBe(0);
      await timers.advance(60_000);
      expect(port.dialled).toBe(1);
      expect(events).not.toContain("refuse");
    }
  });

  it("asks no more where nobody is signed in", async () => {
    for (const [event, said] of [
      ["goodbye", { code: "unauthenticated", message: "This session has ended." }],
      ["connect_error", new Error("unauthenticated")],
    ] as const) {
      const { timers, events, port, hear } = setUp();
      port.active = false;
      hear(event, said);
      await timers.advance(60_000);
      expect(events).toEqual(["refuse"]);
      expect(port.dialled).toBe(0);
    }
  });

  it("waits no longer when the page is looked at again, and not at all once stopped", async () => {
    const { timers, port, connection, hear } = setUp();
    port.active = false;
    hear("connect_error", new Error("unavailable"));
    connection.wake();
    connection.wake();
    await timers.advance(60_000);
    expect(port.dialled).toBe(1);
    hear("connect_error", new Error("unavailable"));
    connection.stop();
    await timers.advance(60_000);
    expect(port.dialled).toBe(1);
  });
});
