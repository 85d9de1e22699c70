import packaged from "@sparticuz/chromium";
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { observePage } from "./observe-page";

/** As many times slower as this machine, for figures that stand for a phone or an old laptop. */
export const slowdown = 4;

/** A machine that is busy with other things as well may take its time; what it took is in the figures. */
const patience = 120_000;

/** The package's browser where it has one (Linux on x64), else the Chrome that is installed: as in the tests. */
async function launch(): Promise<Browser> {
  if (process.platform !== "linux" || process.arch !== "x64") return chromium.launch({ channel: "chrome" });
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    args: ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"],
  });
}

export async function withBrowser<T>(run: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await launch();
  try {
    return await run(browser);
  } finally {
    await browser.close();
  }
}

export type OpenPage = { context: BrowserContext; page: Page; cdp: CDPSession };

/** A page of a signed-in reader in a profile of its own, so that nothing is cached. Errors of the page end the run. */
export async function openPage(browser: Browser, url: string, cookie: string, slower = 1): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", timezoneId: "UTC" });
  await context.addCookies(
    cookie.split("; ").map((pair) => {
      const [name = "", value = ""] = pair.split(/=(.*)/s);
      return { name, value, url };
    }),
  );
  await context.addInitScript(observePage);
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  if (slower > 1) await cdp.send("Emulation.setCPUThrottlingRate", { rate: slower });
  return { context, page, cdp };
}

/** Nothing of the page waits for figures any more, and its charts are drawn. */
export async function untilSettled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector("main [role=status]") === null && document.querySelector("main svg[data-trend]") !== null,
    undefined,
    { timeout: patience },
  );
  await nextPaint(page);
}

export const nextPaint = (page: Page) =>
  page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))));
