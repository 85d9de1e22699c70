import type { Browser, CDPSession } from "playwright-core";
import { atMost, type Figure, percentile } from "../figures";
import { openPage, slowdown, untilSettled } from "./browser";

type Load = { largestPaint: number; what: string; settled: number; scripts: number; styles: number; fonts: number; page: number };

/** The overview as an administrator finds it who comes for the first time: nothing cached, the server warm. */
export async function measureOverview(
  browser: Browser,
  url: string,
  cookie: string,
  loads: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  await load(browser, url, cookie, 1); // warms the server
  const slow: Load[] = [];
  const fast: Load[] = [];
  for (let index = 0; index < loads; index += 1) {
    slow.push(await load(browser, url, cookie, slowdown));
    fast.push(await load(browser, url, cookie, 1));
  }
  const median = (of: readonly Load[], what: Exclude<keyof Load, "what">) =>
    percentile(
      of.map((one) => one[what]),
      0.5,
    );
  const what = slow.at(-1)?.what ?? "";
  say(
    `overview: largest paint ${Math.round(median(slow, "largestPaint"))} ms at ${slowdown}x, ${Math.round(median(fast, "largestPaint"))} ms at 1x, of ${what}`,
  );
  const note = `median of ${loads} cold loads; ${what}`;
  const of = (name: string, value: number, unit: string, target: Figure["target"], more: Partial<Figure> = {}): Figure => ({
    section: "pages",
    name,
    value,
    unit,
    target,
    ...more,
  });
  return [
    of(`largest contentful paint, processor ${slowdown}x slower`, median(slow, "largestPaint"), "ms", atMost(1_000), {
      note,
      detail: slow,
    }),
    of("largest contentful paint, as fast as it goes", median(fast, "largestPaint"), "ms", null, { detail: fast }),
    of(`everything drawn, processor ${slowdown}x slower`, median(slow, "settled"), "ms", null),
    of("scripts of a first load, as transferred", median(fast, "scripts") / 1_000, "kB", atMost(250)),
    of("style sheets", median(fast, "styles") / 1_000, "kB", null),
    of("fonts", median(fast, "fonts") / 1_000, "kB", null),
    of("the page itself", median(fast, "page") / 1_000, "kB", null),
  ];
}

async function load(browser: Browser, url: string, cookie: string, slower: number): Promise<Load> {
  const { context, page, cdp } = await openPage(browser, url, cookie, slower);
  const bytes = await countBytes(cdp);
  await page.goto(url, { waitUntil: "commit" });
  await untilSettled(page);
  const settled = await page.evaluate(() => performance.now());
  // The browser tells of a paint a moment after it.
  await page.waitForFunction(() => window.observed.largestPaint.at > 0);
  const { at, what } = await page.evaluate(() => window.observed.largestPaint);
  await context.close();
  const of = (type: string) => bytes.get(type) ?? 0;
  return { largestPaint: at, what, settled, scripts: of("Script"), styles: of("Stylesheet"), fonts: of("Font"), page: of("Document") };
}

/** Bytes on the wire by the type of what was fetched, headers and compression included; goes on counting. */
async function countBytes(cdp: CDPSession): Promise<ReadonlyMap<string, number>> {
  const types = new Map<string, string>();
  const bytes = new Map<string, number>();
  cdp.on("Network.responseReceived", ({ requestId, type }) => types.set(requestId, type));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const type = types.get(requestId) ?? "";
    bytes.set(type, (bytes.get(type) ?? 0) + encodedDataLength);
  });
  await cdp.send("Network.enable");
  return bytes;
}
