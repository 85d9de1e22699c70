import { io, type Socket } from "socket.io-client";
import type { ClientFrames, ServerFrames, ViewQuery } from "@/lib/live/protocol";
import type { Frame } from "./frames";

/** A client of the live protocol without a browser: it may ask for what no screen asks. */
export class LiveClient {
  readonly frames: Frame[] = [];
  private readonly socket: Socket<ServerFrames, ClientFrames>;

  private constructor(url: string, headers: Record<string, string>) {
    this.socket = io(url, {
      path: "/live",
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
      extraHeaders: headers,
    });
    this.socket.onAny((name: string, body: unknown) => this.frames.push({ name, body }));
  }

  /** Connects, or throws what the server refused it with. */
  static async connect(url: string, headers: Record<string, string>): Promise<LiveClient> {
    const client = new LiveClient(url, headers);
    await new Promise<void>((resolve, reject) => {
      client.socket.once("connect", () => resolve());
      client.socket.once("connect_error", (error) => {
        client.close();
        reject(error);
      });
    });
    return client;
  }

  subscribe(id: string, view: ViewQuery): void {
    this.socket.emit("subscribe", { id, view });
  }

  watch(id: string, section: string): void {
    this.socket.emit("watch", { id, section });
  }

  /** The bodies of frames about one subscription. */
  about(id: string): Frame[] {
    return this.frames.filter((frame) => typeof frame.body === "object" && frame.body !== null && Reflect.get(frame.body, "id") === id);
  }

  close(): void {
    this.socket.disconnect();
  }
}
