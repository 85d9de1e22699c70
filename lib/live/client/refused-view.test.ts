import { describe, expect, it } from "vitest";
import type { ViewQuery } from "../protocol";
import type { AnswerCache } from "./answer-cache";
import { type LivePort, LiveViews } from "./live-views";

const view: ViewQuery = { kpi: "attendance-rate", groupBy: "course,week" };

/** Views over a socket that says what it is told to, and a cache that notes what is dropped. */
function follow() {
  const heard = new Map<string, (frame: unknown) => void>();
  const asked: string[] = [];
  const forgotten: ViewQuery[] = [];
  const socket: LivePort = {
    connected: true,
    emit: (_event, frame) => asked.push(frame.id),
    on: (event, listener) => heard.set(event, listener),
    off: (event) => heard.delete(event),
  };
  const cache: AnswerCache = { write: () => undefined, forget: (one) => forgotten.push(one) };
  const views = new LiveViews(socket, cache, () => 0);
  views.follow(view, "en");
  const close = (code: string) => heard.get("closed")?.({ id: asked[0], problem: { code, message: "" } });
  return { views, forgotten, close };
}

describe("what is done with a view's values when the server closes it", () => {
  for (const [code, state] of [
    ["not-found", "gone"],
    ["forbidden", "gone"],
    ["bad-request", "refused"],
  ] as const) {
    it(`SCOPE-1: ${code} drops them`, () => {
      const { views, forgotten, close } = follow();
      close(code);
      expect(views.stateOf(view, "en")).toBe(state);
      expect(forgotten).toEqual([view]);
    });
  }

  it("what was only put off keeps them", () => {
    const { views, forgotten, close } = follow();
    close("unavailable");
    expect(views.stateOf(view, "en")).toBe("later");
    expect(forgotten).toEqual([]);
  });
});
