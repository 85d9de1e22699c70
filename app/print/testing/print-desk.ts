import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Scope } from "@/lib/access/scope";
import { type RenderedContent, renderedContentSchema } from "@/lib/reports/content-shape";
import type { Eyes, RenderingOrder } from "@/lib/reports/ports";
import { createRenderer, type Renderer, type RendererOptions } from "@/lib/reports/rendering/create-renderer";
import type { RouteHarness } from "@/lib/runtime/testing/routes";
import { GET } from "../route";

/** What stands between the browser and the page: tests put something else in its place. */
export type Answer = (page: Response, request: IncomingMessage) => Promise<Response>;

/** The print page behind a server of its own, and a renderer that prints it. */
export type PrintDesk = { renderer: Renderer; answer: (answer: Answer) => void; seen: IncomingMessage[]; close(): Promise<void> };

export async function openPrintDesk(harness: RouteHarness, more: Partial<RendererOptions> = {}): Promise<PrintDesk> {
  let answer: Answer = async (page) => page;
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    void respond(request, response, (page) => answer(page, request));
  });
  const url = await listen(server);
  const { database, now } = harness.services;
  const renderer = createRenderer({ database, now, url, chromium: null, ...more });
  return {
    renderer,
    seen,
    answer: (next) => {
      answer = next;
    },
    async close() {
      await renderer.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  return `http://127.0.0.1:${address.port}`;
}

async function respond(request: IncomingMessage, response: ServerResponse, change: (page: Response) => Promise<Response>): Promise<void> {
  const headers = new Headers(
    Object.entries(request.headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  const page = await change(await GET(new Request(`http://127.0.0.1${request.url}`, { headers })));
  response.writeHead(page.status, Object.fromEntries(page.headers)).end(Buffer.from(await page.arrayBuffer()));
}

const none: Scope = { kind: "none" };
/** Somebody who sees all of a scope, by name. */
export const seesAll = (scope: Scope): Eyes => ({ scope, studentScope: scope, nameScope: scope, studentLevel: true });
export const seesFigures = (scope: Scope): Eyes => ({ scope, studentScope: none, nameScope: none, studentLevel: false });

export const content = (more: Partial<RenderedContent> & Pick<RenderedContent, "kind" | "subject">): RenderedContent =>
  renderedContentSchema.parse({ subjects: [more.subject], ...more });

export const order = (more: Partial<RenderingOrder> & Pick<RenderingOrder, "content" | "eyes">): RenderingOrder => ({
  id: randomUUID(),
  locale: "en",
  since: null,
  before: null,
  ...more,
});
