import { setInterval } from "node:timers";
import type { Browser } from "playwright-core";
import { atMost, type Figure, percentile } from "../figures";
import { withPlace } from "../place";
import type { Measurement } from "../run";
import { openPage, slowdown, untilSettled, withBrowser } from "./browser";
import { serveCampus } from "./campus-page";
import { type FramePlayer, listenForMarks, startFramePlayer } from "./frame-player";
import { interact } from "./interact";

/** As often as the protocol lets a view change. */
const every = 250;
const leastViews = 20;
/** Event Timing tells of no interaction that took less. */
const shortestTold = 16;
/** A frame that comes later than this was seen to be missing. */
const dropped = 50;

/**
 * Interaction to next paint, by Event Timing, on the overview while each of its views hears a new figure
 * four times a second: pointer and keyboard, on what the page has to open, to sort, to switch and to choose.
 */
export const measureInteractions: Measurement = async ({ quick, say }) =>
  withPlace(async (place) => {
    const { server, cookie } = await serveCampus(place, 1_000_000);
    const player = await startFramePlayer(server.url, cookie);
    const figures = await withBrowser(async (browser) => {
      const found: Figure[] = [];
      for (const slower of [1, slowdown]) found.push(...(await measureAt(browser, player, cookie, slower, quick ? 2 : 10, say)));
      return found;
    });
    await player.close();
    await server.stop();
    return figures;
  });

async function measureAt(
  browser: Browser,
  player: FramePlayer,
  cookie: string,
  slower: number,
  rounds: number,
  say: (line: string) => void,
) {
  const { context, page } = await openPage(browser, player.url, cookie, slower);
  await context.addInitScript(listenForMarks);
  await page.goto(player.url);
  await untilSettled(page);
  await player.untilFollowed(leastViews);
  let played = 0;
  const playing = setInterval(() => {
    player.play();
    played += 1;
  }, every);
  await page.evaluate(() => (window.observed.watchFrames = true));
  let made = 0;
  for (let round = 0; round < rounds; round += 1) made += await interact(page);
  const { interactions, gaps } = await page.evaluate(() => window.observed);
  clearInterval(playing);
  const { views } = player;
  await context.close();
  // What the browser does not tell of took less than it tells of.
  const told = Object.values(interactions);
  const durations = [...told, ...Array.from({ length: Math.max(0, made - told.length) }, () => shortestTold)];
  const [p50, p98] = [percentile(durations, 0.5), percentile(durations, 0.98)];
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1_000;
  const late = gaps.filter((gap) => gap > dropped).length;
  const where = slower === 1 ? "" : `, processor ${slower}x slower`;
  say(
    `interactions${where}: p50 ${p50} ms, p98 ${p98} ms, most ${percentile(durations, 1)} ms of ${made}; ${late} late frames in ${Math.round(seconds)} s`,
  );
  const note = `${made} interactions, ${views} views, ${(played / seconds).toFixed(1)} updates of each a second`;
  return [
    {
      section: "interactions",
      name: `to next paint, p98${where}`,
      value: p98,
      unit: "ms",
      target: atMost(200),
      note,
      detail: [{ durations }],
    },
    { section: "interactions", name: `to next paint, p50${where}`, value: p50, unit: "ms", target: null },
    {
      section: "interactions",
      name: `frames later than ${dropped} ms${where}`,
      value: (late / seconds) * 60,
      unit: "a minute",
      target: null,
      note: `longest ${Math.round(percentile(gaps, 1))} ms`,
    },
  ] satisfies Figure[];
}
