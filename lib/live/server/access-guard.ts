import type { Sessions } from "@/lib/access/sessions";
import type { Connection } from "./connection";

const checkEvery = 1_000;

/**
 * Keeps every connection to who its session is now (SCOPE-1). A change of access is heard by NOTIFY and
 * puts the user's connections in doubt until it is read; once a second all are checked together, for what
 * ends by its time and for notices that were lost: one query at most, and none while rows are cached.
 */
export class AccessGuard {
  private readonly connections = new Set<Connection>();
  private timer: NodeJS.Timeout | null = null;
  private stopListening = () => {};
  private checkingAll = false;

  constructor(
    private readonly sessions: Pick<Sessions, "verify" | "onChange">,
    private readonly onError: (error: unknown) => void,
  ) {}

  add(connection: Connection): void {
    if (this.connections.size === 0) this.start();
    this.connections.add(connection);
    // Access may have changed between the handshake and now.
    connection.raiseDoubt();
    void this.check([connection]);
  }

  remove(connection: Connection): void {
    this.connections.delete(connection);
    if (this.connections.size === 0) this.stop();
  }

  private start(): void {
    this.stopListening = this.sessions.onChange((subject) => {
      const concerned = [...this.connections].filter((one) => one.concerns(subject));
      for (const connection of concerned) connection.raiseDoubt();
      if (concerned.length > 0) void this.check(concerned);
    });
    this.timer = setInterval(() => {
      for (const connection of this.connections) connection.shedIfStuck();
      void this.checkAll();
    }, checkEvery);
  }

  private async checkAll(): Promise<void> {
    if (this.checkingAll) return; // a database that does not answer is not asked more and more
    this.checkingAll = true;
    await this.check([...this.connections]);
    this.checkingAll = false;
  }

  private stop(): void {
    this.stopListening();
    if (this.timer !== null) clearInterval(this.timer);
  }

  private async check(connections: readonly Connection[]): Promise<void> {
    const doubts = connections.map((connection) => connection.doubt);
    try {
      const verified = await this.sessions.verify(connections.map((connection) => connection.sessionId));
      for (const [index, connection] of connections.entries()) {
        connection.settle(verified.get(connection.sessionId) ?? null, doubts[index] ?? 0);
      }
    } catch (error) {
      // Nobody can say who they are: no data until somebody can, at the next second.
      for (const connection of connections) connection.raiseDoubt();
      this.onError(error);
    }
  }
}
