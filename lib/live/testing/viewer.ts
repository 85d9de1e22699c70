import { QueryClient } from "@tanstack/react-query";
import { io, type Socket } from "socket.io-client";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { answerCacheOf, kpiKey } from "../client/answer-cache";
import { LiveViews } from "../client/live-views";
import type { ClientFrames, LiveProblem, ServerFrames, Snapshot, ViewQuery } from "../protocol";

type Said = { [E in keyof ServerFrames]: Parameters<ServerFrames[E]>[0] } & { disconnect: string; connect_error: string };
export type Heard = { [E in keyof Said]: { event: E; frame: Said[E] } }[keyof Said];

/** A browser without its screen: the socket, what came over it, and the client's own cache. */
export class Viewer {
  readonly heard: Heard[] = [];
  readonly queries = new QueryClient();
  readonly views: LiveViews;
  readonly socket: Socket<ServerFrames, ClientFrames>;
  private readonly waiting = new Set<() => void>();

  constructor(address: string, headers: Record<string, string>) {
    this.socket = io(address, {
      path: "/live",
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      extraHeaders: headers,
    });
    for (const event of ["snapshot", "delta", "touched", "stale", "closed", "identity", "notified", "goodbye"] as const) {
      this.socket.on(event, (frame: unknown) => this.note({ event, frame } as Heard));
    }
    this.socket.on("disconnect", (reason) => this.note({ event: "disconnect", frame: reason }));
    this.socket.on("connect_error", (error) => this.note({ event: "connect_error", frame: error.message }));
    this.socket.on("connect", () => this.tellAll());
    this.views = new LiveViews(this.socket, answerCacheOf(this.queries), () => performance.now());
  }

  close(): void {
    this.views.close();
    this.socket.disconnect();
  }

  /** What the screen would show of a view. */
  shown(view: ViewQuery): KpiAnswer | undefined {
    return this.queries.getQueryData(kpiKey(view, "en"));
  }

  connected(): Promise<void> {
    return this.until(() => this.socket.connected);
  }

  /** Resolves when it holds, looked at whenever something is heard. */
  async until(holds: () => boolean, mayNotBeRefused = true): Promise<void> {
    while (!holds()) {
      const refused = this.heard.find((one) => one.event === "connect_error");
      if (refused !== undefined && mayNotBeRefused) throw new Error(`refused: ${String(refused.frame)}`);
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  /** The first frame of a kind, of what was heard after `from` frames. */
  async next<E extends keyof Said>(event: E, id?: string, from = 0): Promise<Said[E]> {
    const isIt = (one: Heard): one is Heard & { event: E; frame: Said[E] } => one.event === event && (id === undefined || idOf(one) === id);
    await this.until(() => this.heard.slice(from).some(isIt), event !== "connect_error");
    const found = this.heard.slice(from).find(isIt);
    if (found === undefined) throw new Error("It was there a moment ago.");
    return found.frame;
  }

  /** Subscribes and waits for the answer. */
  async subscribe(id: string, view: ViewQuery): Promise<Snapshot> {
    const from = this.heard.length;
    this.socket.emit("subscribe", { id, view });
    return this.next("snapshot", id, from);
  }

  /** Subscribes to what is refused, and waits for that. */
  async refused(id: string, view: ViewQuery): Promise<LiveProblem> {
    const from = this.heard.length;
    this.socket.emit("subscribe", { id, view });
    return (await this.next("closed", id, from)).problem;
  }

  /** How many students the frames count that tell of what was committed after a position. */
  studentsTold(after: bigint): Set<number | undefined> {
    const told = this.heard.flatMap(({ event, frame }) => {
      if (event === "snapshot") return [{ position: frame.position, n: frame.answer.n }];
      return event === "delta" ? [{ position: frame.to, n: frame.head.n }] : [];
    });
    return new Set(told.filter(({ position }) => BigInt(position) > after).map(({ n }) => n));
  }

  private note(one: Heard): void {
    this.heard.push(one);
    this.tellAll();
  }

  private tellAll(): void {
    const resolves = [...this.waiting];
    this.waiting.clear();
    for (const resolve of resolves) resolve();
  }
}

function idOf({ frame }: Heard): string | null {
  return typeof frame === "object" && "id" in frame ? frame.id : null;
}
