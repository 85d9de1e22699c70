import type { CDPSession, Page } from "playwright-core";
import { atMost, type Figure, percentile } from "../figures";
import { withPlace } from "../place";
import type { Measurement, Run } from "../run";
import { nextPaint, openPage, untilSettled, withBrowser } from "./browser";
import { serveCampus } from "./campus-page";
import { type FramePlayer, listenForMarks, startFramePlayer } from "./frame-player";

const aSecond = 4;
/** Rounds on their way at once; the page paints what stands at the end of them. */
const atOnce = 8;
const dropped = 50;

type Held = { heap: number; nodes: number; listeners: number };

/**
 * Eight hours of an open overview at four updates a second of each view, as fast as the page takes them.
 * The first tenth is the warm-up; heap, nodes and listeners are counted after collecting garbage, where all
 * figures are again those of the beginning.
 */
export const measureLiveDay: Measurement = async (run) =>
  withPlace(async (place) => {
    const { server, cookie } = await serveCampus(place, 1_000_000);
    const player = await startFramePlayer(server.url, cookie);
    const figures = await withBrowser(async (browser) => {
      const { context, page, cdp } = await openPage(browser, player.url, cookie);
      await context.addInitScript(listenForMarks);
      await page.goto(player.url);
      await untilSettled(page);
      await player.untilFollowed(20);
      const found = await live(page, cdp, player, run);
      await context.close();
      return found;
    });
    await player.close();
    await server.stop();
    return figures;
  });

async function live(page: Page, cdp: CDPSession, player: FramePlayer, { quick, say }: Run): Promise<Figure[]> {
  const hours = quick ? 1 / 6 : 8;
  const rounds = hours * 3_600 * aSecond;
  const tenth = rounds / 10;
  const began = performance.now();
  const held: Held[] = [];
  const gaps: number[] = [];
  for (let part = 1; part <= 10; part += 1) {
    gaps.push(...(await playPart(page, player, tenth)));
    const now = await holds(page, cdp);
    held.push(now);
    say(
      `live: ${part * 10} % after ${Math.round((performance.now() - began) / 1_000)} s: ${(now.heap / 1e6).toFixed(1)} MB, ${now.nodes} nodes, ${now.listeners} listeners`,
    );
  }
  const [start, middle, end] = [held[0], held[4], held[9]];
  if (start === undefined || middle === undefined || end === undefined) throw new Error("Nothing was played.");
  const seconds = (performance.now() - began) / 1_000;
  const late = gaps.filter((gap) => gap > dropped).length;
  const note = `${player.views} views, ${rounds} updates of each in ${Math.round(seconds)} s`;
  const of = (name: string, value: number, unit: string, target: Figure["target"], more: Partial<Figure> = {}): Figure => ({
    section: "live",
    name,
    value,
    unit,
    target,
    ...more,
  });
  return [
    of(`heap after the warm-up, of ${hours.toFixed(1)} h`, start.heap / 1e6, "MB", null, { note, detail: held }),
    of("heap in the middle", middle.heap / 1e6, "MB", null),
    of("heap at the end", end.heap / 1e6, "MB", null),
    of("growth of the heap", (end.heap / start.heap - 1) * 100, "%", atMost(10)),
    of("growth of the nodes", end.nodes - start.nodes, "", atMost(0), { note: `${end.nodes} at the end` }),
    of("growth of the listeners", end.listeners - start.listeners, "", atMost(0), { note: `${end.listeners} at the end` }),
    of("updates taken in a second, all views", (rounds * player.views) / seconds, "1/s", null),
    of(`frames later than ${dropped} ms`, (late / gaps.length) * 100, "%", null, {
      note: `of ${gaps.length}, at ${atOnce} updates of each view a frame; longest ${Math.round(percentile(gaps, 1))} ms`,
    }),
  ];
}

/** Keeps so many rounds on their way; returns the pauses between the frames meanwhile. */
async function playPart(page: Page, player: FramePlayer, rounds: number): Promise<number[]> {
  await page.evaluate(() => {
    window.observed.gaps = [];
    window.observed.watchFrames = true;
  });
  let before = Promise.resolve();
  for (let sent = 0; sent < rounds; sent += atOnce) {
    for (let round = sent; round < Math.min(rounds, sent + atOnce); round += 1) player.play();
    const taken = player.untilTaken();
    await before;
    before = taken;
  }
  await before;
  return page.evaluate(() => {
    window.observed.watchFrames = false;
    return window.observed.gaps;
  });
}

async function holds(page: Page, cdp: CDPSession): Promise<Held> {
  await nextPaint(page);
  await page.evaluate(() => (window.observed.gaps = []));
  for (let time = 0; time < 2; time += 1) await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await cdp.send("Memory.getDOMCounters");
  return { heap: usedSize, nodes, listeners: jsEventListeners };
}
