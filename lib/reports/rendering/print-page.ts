import type { Browser, BrowserContext, Route } from "playwright-core";
import { z } from "zod";
import { BellwetherError, type ErrorCode, errorCodes } from "@/lib/platform/errors";
import { tileNames } from "../kinds/tiles-of";
import type { RenderingOrder } from "../ports";
import { type Printed, printedSchema } from "../print-order";
import { printedWidth } from "../printed-area";
import { judgePage } from "./judge-page";
import { lookAtPage } from "./look-at-page";
import { printFont } from "./print-fonts";
import { printTokenHeader } from "./print-token";

/** A made-up address: the browser never reaches a network, and whatever it asks for is answered here. */
const pageOrigin = "http://bellwether.invalid";

export type Asked = { url: string; token: string; order: RenderingOrder };
export type PrintedPage = { pdf: Buffer; printed: Printed };

/** The report of an order as PDF, as Chromium makes it. Throws where it is not whole (REPORT-1). */
export async function printPage(browser: Browser, asked: Asked, signal: AbortSignal): Promise<PrintedPage> {
  const { paper } = asked.order.content;
  const context = await browser.newContext({
    viewport: { width: printedWidth[paper], height: 1_000 },
    locale: asked.order.locale,
    serviceWorkers: "block",
    acceptDownloads: false,
  });
  const close = () => void context.close().catch(() => undefined);
  signal.addEventListener("abort", close, { once: true });
  try {
    signal.throwIfAborted();
    return await printIn(context, asked, signal);
  } finally {
    signal.removeEventListener("abort", close);
    if (!signal.aborted) await context.close();
  }
}

async function printIn(context: BrowserContext, asked: Asked, signal: AbortSignal): Promise<PrintedPage> {
  const { order } = asked;
  const answers = new Answers(asked, signal);
  // No socket is opened either: what is asked for in other ways than by a request is cut.
  await context.routeWebSocket(/.*/, (socket) => {
    answers.refuse(socket.url());
    void socket.close();
  });
  await context.route("**/*", (route) => answers.give(route));
  const page = await context.newPage();
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.goto(`${pageOrigin}/print`, { waitUntil: "domcontentloaded" }).catch((error: unknown) => {
    throw answers.problem ?? error;
  });
  const state = await page.waitForFunction(() => {
    const { state } = document.documentElement.dataset;
    return state === "drawn" ? false : (state ?? "none");
  });
  const signalled = await state.jsonValue();
  // What a browser refuses by itself (a file in a frame) asks nothing of us, and is none of the page's either.
  const [, frame] = page.frames();
  if (frame !== undefined) answers.refuse("a frame");
  if (answers.problem !== null) throw answers.problem;
  if (signalled !== "ready")
    throw new BellwetherError("internal", "The fonts of a report could not be loaded.", { tile: "fonts", rule: "state", found: signalled });
  const seen = await page.evaluate(lookAtPage);
  judgePage(seen, tileNames(order.content, order.eyes), order.content.paper);
  const printed = printedSchema.parse(JSON.parse(seen.printed));
  if (printed.position !== seen.position) {
    throw new BellwetherError("internal", "A report's page is of another position than its figures.", { tile: "cover", rule: "position" });
  }
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
  if (answers.problem !== null) throw answers.problem;
  return { pdf, printed };
}

/** All that the page gets: itself, once, and its fonts. Whatever else it asks for fails the report. */
class Answers {
  problem: BellwetherError | null = null;
  private asked = false;

  constructor(
    private readonly order: Asked,
    private readonly signal: AbortSignal,
  ) {}

  refuse(url: string): void {
    this.problem ??= new BellwetherError("internal", "A report's page asked for something that is not its own.", {
      tile: "page",
      rule: "network",
      found: url.slice(0, 200),
    });
  }

  async give(route: Route): Promise<void> {
    const url = new URL(route.request().url());
    const own = url.origin === pageOrigin && route.request().method() === "GET";
    const font = own ? printFont(url.pathname) : null;
    if (font !== null) return route.fulfill({ body: await font, contentType: "font/woff2" });
    if (!own || url.pathname !== "/print" || this.asked) {
      this.refuse(url.href);
      return route.abort("blockedbyclient");
    }
    this.asked = true;
    const page = await this.page().catch((cause: unknown) => {
      this.problem ??= new BellwetherError("unavailable", "The page of a report could not be reached.", { field: "url" }, { cause });
      return null;
    });
    if (page === null || page.status !== 200) {
      this.problem ??= problemOf(page?.status ?? 0, page?.body ?? "");
      return route.abort("failed");
    }
    return route.fulfill({ body: page.body, contentType: "text/html; charset=utf-8", headers: page.headers });
  }

  /** The token goes to the app's own address alone: an answer that leads elsewhere is not followed. */
  private async page() {
    const { url, token, order } = this.order;
    const response = await fetch(new URL("/print", url), {
      redirect: "manual",
      signal: this.signal,
      headers: { [printTokenHeader]: token, "accept-language": order.locale },
    });
    const policy = response.headers.get("content-security-policy");
    const headers: Record<string, string> = policy === null ? {} : { "content-security-policy": policy };
    return { status: response.status, body: await response.text(), headers };
  }
}

const problemSchema = z.looseObject({ code: z.string(), title: z.string() });
const isCode = (text: string): text is ErrorCode => errorCodes.some((code) => code === text);

/** What the app said it could not do, as an error of ours. */
function problemOf(status: number, body: string): BellwetherError {
  const said = problemSchema.safeParse(parsed(body));
  if (!said.success || !isCode(said.data.code)) {
    return new BellwetherError("unavailable", "The page of a report was not given.", { tile: "page", rule: "status", found: status });
  }
  const { code, title, type: _, status: __, ...facts } = said.data;
  return new BellwetherError(code, title, { tile: "page", ...facts });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
