import { describe, expect, it } from "vitest";
import { ManualTimers } from "../testing/manual-timers";
import type { LivePort } from "./live-views";
import { watchFacts } from "./watch-facts";

function setUp() {
  const timers = new ManualTimers();
  const listeners = new Map<string, (frame: unknown) => void>();
  const sent: [string, unknown][] = [];
  const port = {
    connected: true as boolean,
    emit: (event, frame) => sent.push([event, frame]),
    on: (event, listener) => listeners.set(event, listener),
    off: (event) => listeners.delete(event),
  } satisfies LivePort;
  const calls = { count: 0 };
  const end = watchFacts(port, {
    id: "w",
    watched: { section: "s" },
    onTouched: () => {
      calls.count += 1;
    },
    after: (milliseconds, run) => timers.after(milliseconds, run),
  });
  const hear = (event: string, frame: unknown = undefined) => listeners.get(event)?.(frame);
  const close = (code: string, id = "w") => hear("closed", { id, problem: { code, message: "" } });
  const touch = () => hear("touched", { id: "w", position: "7" });
  const asked = () => sent.filter(([event]) => event === "watch").length;
  return { timers, port, hear, close, touch, calls, asked, sent, end };
}

describe("a watch of facts", () => {
  it("is called back once for many touches within half a second", async () => {
    const { timers, touch, calls } = setUp();
    touch();
    touch();
    expect(calls.count).toBe(0);
    await timers.advance(500);
    expect(calls.count).toBe(1);
    touch();
    await timers.advance(500);
    expect(calls.count).toBe(2);
  });

  it.each(["unavailable", "too-many-requests"])("that is closed as %s is asked for until it is accepted", async (code) => {
    const { timers, close, touch, calls, asked } = setUp();
    close(code);
    expect([asked(), calls.count]).toEqual([1, 1]);
    await timers.advance(4_999);
    expect(asked()).toBe(1);
    await timers.advance(1);
    expect(asked()).toBe(2);
    close(code);
    await timers.advance(5_000);
    expect([asked(), calls.count]).toEqual([3, 1]);
    touch();
    await timers.advance(60_000);
    expect([asked(), calls.count]).toEqual([3, 2]);
    close(code);
    expect(calls.count).toBe(3);
  });

  it.each(["not-found", "forbidden", "bad-request"])(
    "SCOPE-1: that is closed as %s is read at once and asked for no more",
    async (code) => {
      const { timers, close, calls, asked } = setUp();
      close("unavailable");
      close(code);
      expect(calls.count).toBe(2);
      await timers.advance(60_000);
      expect(asked()).toBe(1);
    },
  );

  it("hears nothing of others, and nothing is asked for once it ended", async () => {
    const { timers, close, calls, asked, sent, end } = setUp();
    close("not-found", "another");
    expect(calls.count).toBe(0);
    close("unavailable");
    end();
    await timers.advance(60_000);
    expect(asked()).toBe(1);
    expect(sent.at(-1)).toEqual(["unsubscribe", { id: "w" }]);
  });

  it("asks as soon as it is connected, once", async () => {
    const { timers, port, hear, close, asked } = setUp();
    close("unavailable");
    port.connected = false;
    await timers.advance(5_000);
    expect(asked()).toBe(1);
    port.connected = true;
    hear("connect");
    await timers.advance(60_000);
    expect(asked()).toBe(2);
    close("unavailable");
    hear("connect");
    await timers.advance(60_000);
    expect(asked()).toBe(3);
  });
});
