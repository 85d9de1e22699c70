import { once } from "node:events";
import { Agent, createServer, get, IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { type Socket as Connected, Server } from "socket.io";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { kpiAnswerSchema } from "@/lib/kpis/answer";
import { type ClientFrames, type ServerFrames, subscribeSchema, unsubscribeSchema, type ViewQuery } from "@/lib/live/protocol";
import { answerIn, deltaIn } from "./made-frames";

type Socket = Connected<ClientFrames, ServerFrames & { mark: (round: number) => void }>;

export type FramePlayer = {
  url: string;
  /** The views that the page follows now. */
  readonly views: number;
  /** Resolves when the page follows so many views; a page asks for some only when it has others. */
  untilFollowed(views: number): Promise<void>;
  /** Sends every view its next delta. Returns the round. */
  play(): number;
  /** Resolves when the page has taken in everything sent so far, and what it renders for it is rendered. */
  untilTaken(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Stands before the served product: pages and answers are the product's, the live socket is played here, by
 * the protocol, so that each view hears something new as often as one likes.
 */
export async function startFramePlayer(product: string, cookie: string): Promise<FramePlayer> {
  const http = createServer((incoming, response) => {
    const options = { method: incoming.method, headers: incoming.headers, agent: anew };
    const outgoing = request(new URL(incoming.url ?? "/", product), options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    incoming.pipe(outgoing);
  });
  const io = new Server(http, {
    path: "/live",
    transports: ["websocket"],
    serveClient: false,
    perMessageDeflate: false,
    pingTimeout: 600_000,
  });
  const views = new Map<string, { socket: Socket; start: KpiAnswer; since: number }>();
  const marked = new Map<number, () => void>();
  let round = 0;
  let marks = 0;
  io.on("connection", (socket: Socket) => {
    socket.on("subscribe", async (frame) => {
      const { id, view } = subscribeSchema.parse(frame);
      const start = await askProduct(product, cookie, view).catch((error: unknown) => {
        if (socket.connected) throw error;
        return null; // the page has gone, and the product perhaps with it
      });
      if (start === null) return;
      // From an even round on, so that all views are back where they began in the same rounds.
      const since = round - (round % 2);
      const answer = answerIn(round - since, start, new Date());
      socket.emit("snapshot", { id, stream: "played", position: answer.watermark.position, answer });
      views.set(id, { socket, start, since });
    });
    socket.on("unsubscribe", (frame) => void views.delete(unsubscribeSchema.parse(frame).id));
    // The page's side of it is listenForMarks.
    socket.onAny((event: string, mark: unknown) => {
      if (event === "marked" && typeof mark === "number") marked.get(mark)?.();
    });
    socket.on("disconnect", () => {
      for (const [id, view] of views) if (view.socket === socket) views.delete(id);
    });
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    get views() {
      return views.size;
    },
    async untilFollowed(wanted) {
      while (views.size < wanted) await pause(50);
    },
    play() {
      round += 1;
      const now = new Date();
      for (const [id, { socket, start, since }] of views) socket.emit("delta", { id, ...deltaIn(round - since, start, now) });
      return round;
    },
    async untilTaken() {
      marks += 1;
      const mark = marks;
      const taken = new Promise<void>((resolve) => marked.set(mark, resolve));
      io.emit("mark", mark);
      await taken;
      marked.delete(mark);
    },
    async close() {
      await io.close();
    },
  };
}

/**
 * Runs in the page, before its own scripts: answers a mark once all frames before it were taken in and what
 * they set off in timers has run. The product's client knows no marks and passes them over.
 */
export function listenForMarks(): void {
  const Original = WebSocket;
  window.WebSocket = class extends Original {
    constructor(...given: ConstructorParameters<typeof WebSocket>) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        const mark = typeof data === "string" ? /^42\["mark",(\d+)\]$/.exec(data)?.[1] : undefined;
        if (mark !== undefined) setTimeout(() => this.send(`42["marked",${mark}]`), 0);
      });
    }
  };
}

async function askProduct(product: string, cookie: string, { kpi, ...asked }: ViewQuery): Promise<KpiAnswer> {
  const given = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const url = new URL(`/api/v1/kpis/${kpi}?${new URLSearchParams(given)}`, product);
  const [answer] = await once(get(url, { headers: { cookie }, agent: anew }), "response");
  if (!(answer instanceof IncomingMessage) || answer.statusCode !== 200) throw new Error(`${url.href} was not answered.`);
  return kpiAnswerSchema.parse(await json(answer));
}

/** A connection for each request: one that was kept may be closed by the other end just as it is used. */
const anew = new Agent({ keepAlive: false });
