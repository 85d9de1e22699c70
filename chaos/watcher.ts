import { QueryClient } from "@tanstack/react-query";
import { io, type Socket } from "socket.io-client";
import { type KpiAnswer, kpiAnswerSchema } from "@/lib/kpis/answer";
import { answerCacheOf, kpiKey } from "@/lib/live/client/answer-cache";
import { keepConnected } from "@/lib/live/client/keep-connected";
import { LiveViews } from "@/lib/live/client/live-views";
import { sameFigures } from "@/lib/live/fold";
import type { ClientFrames, ServerFrames, ViewQuery } from "@/lib/live/protocol";

/** A browser that stands open, without its screen: the client's own connection, cache and patience. */
export class Watcher {
  private readonly queries = new QueryClient();
  private readonly socket: Socket<ServerFrames, ClientFrames>;
  private readonly views: LiveViews;
  private readonly stops: (() => void)[];
  /** How often its line was lost. */
  drops = 0;

  constructor(
    private readonly url: string,
    private readonly cookie: string,
    private readonly followed: readonly ViewQuery[],
  ) {
    this.socket = io(url, {
      path: "/live",
      transports: ["websocket"],
      forceNew: true,
      reconnectionDelay: 100,
      reconnectionDelayMax: 1_000,
      extraHeaders: { cookie },
    });
    this.views = new LiveViews(this.socket, answerCacheOf(this.queries), () => performance.now());
    const connection = keepConnected(this.socket, {
      onEvent: (event) => {
        if (event === "drop") this.drops += 1;
      },
      after(milliseconds, run) {
        const timer = setTimeout(run, milliseconds / 5);
        return () => clearTimeout(timer);
      },
      random: () => 0.5,
    });
    const timer = setInterval(() => this.views.tick(), 1_000);
    const ends = followed.map((view) => this.views.follow(view, "en"));
    this.stops = [() => clearInterval(timer), () => connection.stop(), ...ends];
  }

  close(): void {
    for (const stop of this.stops) stop();
    this.views.close();
    this.socket.disconnect();
  }

  /** What the screen shows otherwise than a fresh question is answered, in words. */
  async differences(): Promise<string[]> {
    const found: string[] = [];
    for (const view of this.followed) {
      const { kpi, ...parameters } = view;
      const query = new URLSearchParams(
        Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ).toString();
      const answer = await fetch(`${this.url}/api/v1/kpis/${kpi}?${query}`, { headers: { cookie: this.cookie } });
      const shown = this.queries.getQueryData<KpiAnswer>(kpiKey(view, "en"));
      const name = `${kpi}?${query}`;
      if (!answer.ok) {
        found.push(`${name} was answered ${answer.status}`);
        continue;
      }
      const fresh = kpiAnswerSchema.parse(await answer.json());
      if (shown === undefined) found.push(`${name} shows nothing`);
      else if (!sameFigures(shown, fresh)) {
        found.push(`${name} shows the figure of position ${shown.watermark.position}, and there is that of ${fresh.watermark.position}`);
      }
    }
    return found;
  }
}
