import { setImmediate } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { makeFontFolder } from "./font-folder";
import { launchChromium } from "./launch-chromium";
import { type BrowserPorts, usualLimits, WarmBrowser } from "./warm-browser";

/** Real browsers, and faults where a machine has them. */
describe("a browser that is kept warm", () => {
  const open: WarmBrowser[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.stop()));
  });

  const warm = (ports: Partial<BrowserPorts>, limits = usualLimits) => {
    const one = new WarmBrowser(null, limits, { launch: launchChromium, makeFonts: makeFontFolder, ...ports });
    open.push(one);
    return one;
  };
  const version = (browser: WarmBrowser) => browser.use(async (chrome) => chrome.version());

  it("tries again where its fonts' folder could not be made", async () => {
    let tries = 0;
    const makeFonts = async () => {
      tries += 1;
      if (tries === 1) throw new Error("ENOSPC");
      return makeFontFolder();
    };
    const browser = warm({ makeFonts });
    await expect(version(browser)).rejects.toThrow("ENOSPC");
    expect(await version(browser)).toMatch(/^\d/);
  });

  it("closes one whose processes cannot be found out, and says why", async () => {
    const launched: Browser[] = [];
    const launch: BrowserPorts["launch"] = async (...where) => {
      const chrome = await launchChromium(...where);
      chrome.newBrowserCDPSession = async () => {
        throw new Error("no session");
      };
      launched.push(chrome);
      return chrome;
    };
    await expect(version(warm({ launch }))).rejects.toThrow("no session");
    expect(launched.map((chrome) => chrome.isConnected())).toEqual([false]);
  });

  it("outlives a launch that fails while the one before it ends", async () => {
    const unhandled: unknown[] = [];
    const hear = (error: unknown) => void unhandled.push(error);
    process.on("unhandledRejection", hear);
    onTestFinished(() => void process.off("unhandledRejection", hear));
    let fail = (_: Error): void => undefined;
    let launches = 0;
    const launch: BrowserPorts["launch"] = (...where) => {
      launches += 1;
      if (launches === 1) return launchChromium(...where);
      return new Promise((_, reject) => {
        fail = reject;
      });
    };
    const browser = warm({ launch }, { ...usualLimits, pages: 2 });
    let end = (): void => undefined;
    const first = browser.use(
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    // The second page is its last: whoever comes next gets a browser of their own.
    await version(browser);
    const next = version(browser);
    const refused = expect(next).rejects.toThrow("no more processes");
    end();
    await first;
    fail(new Error("no more processes"));
    await refused;
    await setImmediate();
    expect(unhandled).toEqual([]);
  });
});
