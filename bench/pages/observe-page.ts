/** What a page under measurement has seen of itself; times are the page's own, in milliseconds. */
export type Observed = {
  /** The last candidate of the largest contentful paint: when, and what. */
  largestPaint: { at: number; what: string };
  /** The longest duration of each interaction, by Event Timing; those below 16 ms are not told by the browser. */
  interactions: Record<string, number>;
  clickedAt: number;
  /** Pauses between frames. */
  gaps: number[];
  watchFrames: boolean;
};

declare global {
  interface Window {
    observed: Observed;
  }
}

/** Runs in the page, before its own scripts. */
export function observePage(): void {
  const observed: Observed = {
    largestPaint: { at: 0, what: "" },
    interactions: {},
    clickedAt: 0,
    gaps: [],
    watchFrames: false,
  };
  window.observed = observed;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const element: unknown = Reflect.get(entry, "element");
      const what =
        element instanceof Element ? `${element.tagName.toLowerCase()} "${(element.textContent ?? "").trim().slice(0, 40)}"` : "";
      observed.largestPaint = { at: entry.startTime, what };
    }
  }).observe({ type: "largest-contentful-paint", buffered: true });
  const events: PerformanceObserverInit & { durationThreshold: number } = { type: "event", buffered: true, durationThreshold: 16 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const id: unknown = Reflect.get(entry, "interactionId");
      if (typeof id !== "number" || id === 0) continue;
      observed.interactions[id] = Math.max(observed.interactions[id] ?? 0, entry.duration);
    }
  }).observe(events);
  addEventListener("click", (event) => (observed.clickedAt = event.timeStamp), true);
  let last = 0;
  const onFrame = (at: number) => {
    if (observed.watchFrames && last > 0) observed.gaps.push(at - last);
    last = observed.watchFrames ? at : 0;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
}
