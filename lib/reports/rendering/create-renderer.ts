import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { Limit } from "@/lib/platform/limit";
import type { Render, Rendered } from "../ports";
import { finishPdf } from "./finish-pdf";
import { printPage } from "./print-page";
import { issuePrintToken } from "./print-token";
import { type BrowserLimits, usualLimits, WarmBrowser } from "./warm-browser";

export type RendererOptions = {
  database: Pick<Database, "owner">;
  now: () => Date;
  /** Where the app answers, such as http://127.0.0.1:3000. */
  url: string;
  /** A browser of one's own; null for the package's. */
  chromium: string | null;
  /** Pages at a time. */
  concurrency?: number;
  /** Milliseconds after which a rendering is given up. */
  longest?: number;
  limits?: BrowserLimits;
};

export type Renderer = { render: Render; memory(): Promise<number>; stop(): Promise<void> };

const usualLongest = 30_000;

/** Renders reports by a browser that is kept warm: a few at a time, each in a profile of its own. */
export function createRenderer(options: RendererOptions): Renderer {
  const { database, now, url, chromium, concurrency = 2, longest = usualLongest, limits = usualLimits } = options;
  const browser = new WarmBrowser(chromium, limits);
  const turns = new Limit(concurrency);
  const render: Render = async (order, signal): Promise<Rendered> => {
    const leave = await turns.enter();
    try {
      signal.throwIfAborted();
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
      const { pdf, printed } = await browser.use(async (chrome, kill) => {
        const token = await issuePrintToken(database, order, now());
        return withinTime(printPage(chrome, { url, token, order }, deadline), { deadline, patience: limits.patience, kill });
      });
      const finished = await finishPdf(pdf, { title: printed.title, locale: order.locale, now: now() });
      return { ...printed, ...finished };
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      leave();
    }
  };
  return { render, memory: () => browser.memory(), stop: () => browser.stop() };
}

type Time = { deadline: AbortSignal; patience: number; kill: () => void };

/** A page that is given up is closed; one that hangs does not hear that, and goes with its browser. */
async function withinTime<T>(work: Promise<T>, { deadline, patience, kill }: Time): Promise<T> {
  const over = new Promise<never>((_, reject) => {
    const give = () => {
      const timer = setTimeout(kill, patience);
      const end = () => clearTimeout(timer);
      work.then(end, end);
      reject(new BellwetherError("unavailable", "A report took too long to be drawn.", { tile: "page", rule: "time" }));
    };
    if (deadline.aborted) give();
    else deadline.addEventListener("abort", give, { once: true });
  });
  return Promise.race([work, over]);
}
