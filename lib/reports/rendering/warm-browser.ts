import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { z } from "zod";
import { type FontFolder, makeFontFolder } from "./font-folder";
import { launchChromium } from "./launch-chromium";

export type BrowserLimits = {
  /** Pages after which a browser gives way to a new one. */
  pages: number;
  /** Bytes of all its processes after which it does. */
  memory: number;
  /** Milliseconds that a page may take to close once it is given up; then the browser is killed. */
  patience: number;
};
export const usualLimits: BrowserLimits = { pages: 250, memory: 900 * 1024 * 1024, patience: 2_000 };

export type BrowserPorts = { launch: typeof launchChromium; makeFonts: () => Promise<FontFolder> };

type Running = { browser: Browser; pids: readonly number[]; pages: number; inUse: number; retired: boolean };
const processesSchema = z.object({ processInfo: z.array(z.object({ type: z.string(), id: z.number() })) });

/** One browser that is kept warm. A new one takes its place after so many pages or so much memory, or once it died. */
export class WarmBrowser {
  private current: Promise<Running> | null = null;
  private readonly all = new Set<Running>();
  private fonts: Promise<FontFolder> | null = null;
  private stopped = false;

  constructor(
    private readonly executable: string | null,
    private readonly limits: BrowserLimits = usualLimits,
    private readonly ports: BrowserPorts = { launch: launchChromium, makeFonts: makeFontFolder },
  ) {}

  /** Runs with a browser that is not closed meanwhile, unless it hangs. */
  async use<T>(run: (browser: Browser, kill: () => void) => Promise<T>): Promise<T> {
    const running = await this.take();
    running.inUse += 1;
    running.pages += 1;
    try {
      return await run(running.browser, () => this.kill(running));
    } finally {
      running.inUse -= 1;
      // What was printed is not lost because its browser does not answer any more: that one is spent.
      if (await this.isSpent(running).catch(() => true)) this.retire(running);
      if (running.retired && running.inUse === 0) await this.close(running);
    }
  }

  /** Bytes that its processes hold now; 0 where the system does not tell. */
  async memory(): Promise<number> {
    const running = await this.current;
    return running === null ? 0 : memoryOf(await processesOf(running.browser));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.current?.catch(() => undefined);
    await Promise.all([...this.all].map((running) => this.close(running)));
    await (await this.fonts)?.remove();
  }

  private take(): Promise<Running> {
    if (this.stopped) throw new Error("The renderer has been stopped.");
    this.current ??= this.launch().catch((error: unknown) => {
      this.current = null;
      throw error;
    });
    return this.current;
  }

  private async launch(): Promise<Running> {
    // Where the folder could not be made (a full disk) the next launch tries again.
    this.fonts ??= this.ports.makeFonts().catch((error: unknown) => {
      this.fonts = null;
      throw error;
    });
    const browser = await this.ports.launch(this.executable, (await this.fonts).configuration);
    const pids = await processesOf(browser).catch(async (error: unknown) => {
      // Nobody else knows of it yet, so nobody else would close it; and why it is closed is what is told.
      await browser.close().catch(() => undefined);
      throw error;
    });
    const running: Running = { browser, pids, pages: 0, inUse: 0, retired: false };
    this.all.add(running);
    browser.on("disconnected", () => {
      this.all.delete(running);
      this.retire(running);
    });
    return running;
  }

  private async isSpent(running: Running): Promise<boolean> {
    if (running.retired) return false;
    if (running.pages >= this.limits.pages) return true;
    return running.pages % 8 === 0 && (await memoryOf(await processesOf(running.browser))) > this.limits.memory;
  }

  /** Whoever comes next gets another one. */
  private retire(running: Running): void {
    running.retired = true;
    void this.current?.then(
      (current) => {
        if (current === running) this.current = null;
      },
      () => undefined, // A launch that failed is told to whoever waits for it (take), and is not this one.
    );
  }

  private async close(running: Running): Promise<void> {
    const closed = running.browser.close().then(() => true);
    const late = new Promise<boolean>((resolve) => setTimeout(resolve, this.limits.patience, false).unref());
    if (!(await Promise.race([closed, late]))) this.kill(running);
    this.all.delete(running);
  }

  private kill(running: Running): void {
    this.retire(running);
    for (const pid of running.pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
  }
}

async function processesOf(browser: Browser): Promise<number[]> {
  if (!browser.isConnected()) return [];
  const session = await browser.newBrowserCDPSession();
  try {
    return processesSchema.parse(await session.send("SystemInfo.getProcessInfo")).processInfo.map(({ id }) => id);
  } finally {
    await session.detach();
  }
}

/** Proportional set sizes, so that what processes share is counted once (Linux alone tells). */
async function memoryOf(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
      return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
