import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** Stands before several web processes, as a load balancer does, and can cut every line at once. */
export class Balancer {
  private readonly lines = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly address: string,
    private target: string,
  ) {}

  static async open(target: string): Promise<Balancer> {
    const server = createServer((line) => balancer.join(line));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const bound = server.address();
    const balancer = new Balancer(server, `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`, target);
    return balancer;
  }

  /** Where connections go from now on. */
  route(target: string): void {
    this.target = target;
  }

  cut(): void {
    for (const line of this.lines) line.destroy();
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(line: Socket): void {
    const { hostname, port } = new URL(this.target);
    const other = connect(Number(port), hostname);
    for (const [from, to] of [
      [line, other],
      [other, line],
    ] as const) {
      this.lines.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.lines.delete(from);
        to.destroy();
      });
    }
  }
}
