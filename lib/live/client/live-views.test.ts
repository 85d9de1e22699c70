import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { headOf } from "../fold";
import type { ViewQuery } from "../protocol";
import { answerAt } from "../testing/answers";
import { answerCacheOf, furtherOf, kpiKey } from "./answer-cache";
import { type LivePort, LiveViews } from "./live-views";

const view: ViewQuery = { kpi: "attendance-rate" };

function setUp() {
  const time = { now: 0 };
  const listeners = new Map<string, (frame: unknown) => void>();
  const sent: [string, unknown][] = [];
  const port = {
    connected: true,
    emit: (event, frame) => sent.push([event, frame]),
    on: (event, listener) => listeners.set(event, listener),
    off: (event) => listeners.delete(event),
  } satisfies LivePort;
  const queries = new QueryClient();
  const views = new LiveViews(port, answerCacheOf(queries), () => time.now);
  const hear = (event: string, frame: unknown = undefined) => listeners.get(event)?.(frame);
  const snapshot = (position: number) =>
    hear("snapshot", { id: "v1", stream: "s", position: String(position), answer: answerAt(position, position) });
  const shown = () => queries.getQueryData(kpiKey(view, "en"));
  const state = () => views.stateOf(view, "en");
  const asked = () => sent.filter(([event]) => event === "subscribe").map(([, frame]) => frame);
  return { time, port, views, hear, snapshot, shown, state, asked, sent };
}

describe("followed views", () => {
  it("are stale after fifteen silent seconds, and are asked for again", () => {
    const { time, views, snapshot, state, asked } = setUp();
    views.follow(view, "en");
    snapshot(5);
    time.now = 14_999;
    views.tick();
    expect(state()).toBe("live");
    time.now = 15_000;
    views.tick();
    expect(state()).toBe("stale");
    expect(asked().at(-1)).toEqual({ id: "v1", view, locale: "en", stream: "s", position: "5" });
    snapshot(6);
    expect(state()).toBe("live");
  });

  it("EXACT-3: ask once for the whole where a delta does not fit, and pass over what follows", () => {
    const { views, hear, snapshot, shown, asked } = setUp();
    views.follow(view, "en");
    snapshot(5);
    const delta = (from: number, to: number) =>
      hear("delta", { id: "v1", from: String(from), to: String(to), head: headOf(answerAt(to, to)), put: [] });
    delta(5, 6);
    expect(shown()).toEqual(answerAt(6, 6));
    delta(7, 8);
    delta(8, 9);
    expect(shown()).toEqual(answerAt(6, 6));
    expect(asked()).toEqual([
      { id: "v1", view, locale: "en" },
      { id: "v1", view, locale: "en" },
    ]);
    snapshot(9);
    delta(9, 10);
    expect(shown()).toEqual(answerAt(10, 10));
  });

  it("are kept while not connected, and resumed from where they stand", () => {
    const { views, hear, snapshot, shown, state, asked } = setUp();
    views.follow(view, "en");
    snapshot(5);
    hear("disconnect");
    expect(state()).toBe("lost");
    expect(shown()).toEqual(answerAt(5, 5));
    hear("connect");
    expect(asked().at(-1)).toMatchObject({ stream: "s", position: "5" });
  });

  it("drop what is denied, and ask again later for what was turned away for now", () => {
    const { time, views, hear, snapshot, shown, state, asked } = setUp();
    views.follow(view, "en");
    snapshot(5);
    hear("closed", { id: "v1", problem: { code: "unavailable", message: "" } });
    expect(state()).toBe("later");
    expect(shown()).toEqual(answerAt(5, 5));
    time.now = 5_000;
    views.tick();
    expect(asked()).toHaveLength(2);
    hear("closed", { id: "v1", problem: { code: "not-found", message: "" } });
    expect(state()).toBe("gone");
    expect(shown()).toBeUndefined();
    time.now = 60_000;
    views.tick();
    expect(asked()).toHaveLength(2);
    views.askAgain(view, "en");
    expect(asked().at(-1)).toEqual({ id: "v1", view, locale: "en" });
  });

  it("are asked for once however many show them, and left with the last; frames not understood are passed over", () => {
    const { views, hear, snapshot, shown, sent } = setUp();
    const leaves = [views.follow(view, "en"), views.follow({ ...view }, "en")];
    snapshot(5);
    hear("delta", { id: "v1", from: 5 });
    hear("snapshot", null);
    expect(shown()).toEqual(answerAt(5, 5));
    for (const leave of leaves) leave();
    expect(sent.map(([event]) => event)).toEqual(["subscribe", "unsubscribe"]);
  });

  it("an answer fetched does not take the place of one that stands as far or further", () => {
    expect(furtherOf(answerAt(10, 1), answerAt(9, 2)).value).toBe(1);
    expect(furtherOf(answerAt(10, 1), answerAt(10, 2)).value).toBe(1);
    expect(furtherOf(answerAt(9, 1), answerAt(10, 2)).value).toBe(2);
    expect(furtherOf(undefined, answerAt(10, 2)).value).toBe(2);
  });
});
