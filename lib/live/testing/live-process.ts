import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { encode } from "next-auth/jwt";
import { type AccessChanges, followAccessChanges } from "@/lib/access/access-changes";
import type { Refusal } from "@/lib/access/refusal-log";
import type { Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { Sessions } from "@/lib/access/sessions";
import { createUser } from "@/lib/access/users";
import type { Database } from "@/lib/platform/database";
import { Hub, type HubOptions } from "../hub/hub";
import { attachLive } from "../server";
import type { UnreadPort } from "../server/unread-teller";
import { Viewer } from "./viewer";

const secret = "a secret of tests, long enough";

/** A web process as far as the live protocol is concerned: a server on a port of its own, sessions, a hub. */
export class LiveProcess {
  readonly viewers: Viewer[] = [];

  private constructor(
    readonly address: string,
    readonly hub: Hub,
    readonly sessions: Sessions,
    private readonly database: Database,
    /** What would be lines of the log. */
    readonly refused: readonly Refusal[],
    private readonly stops: (() => Promise<unknown>)[],
  ) {}

  static async open(database: Database, { unread, ...options }: Partial<HubOptions> & { unread?: UnreadPort } = {}): Promise<LiveProcess> {
    const onError = options.onError ?? (() => undefined);
    const now = options.now ?? (() => new Date());
    const changes: AccessChanges = await followAccessChanges(database.url, onError);
    const sessions = new Sessions(database, changes, () => now().getTime());
    const hub = new Hub({ database, timeZone: "Asia/Seoul", ...options, now, onError });
    await hub.start();
    const refused: Refusal[] = [];
    const http = createServer((_, response) => response.end());
    const services = { nextAuthSecret: secret, sessions, config: { nextAuthUrl: null }, ...(unread === undefined ? {} : { unread }) };
    const io = attachLive(http, services, hub, {
      refusals: { tell: (refusal) => refused.push(refusal) },
      admitStranger: () => true,
      now: () => now().getTime(),
    });
    http.listen(0, "127.0.0.1");
    await once(http, "listening");
    const bound = http.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : 0;
    return new LiveProcess(`http://127.0.0.1:${port}`, hub, sessions, database, refused, [
      () => io.close(),
      () => hub.stop(),
      () => changes.stop(),
    ]);
  }

  /** A user with one grant and a session that began through the door that sign-in uses. */
  async signIn(role: Role, scope: PlainScope): Promise<SignedIn> {
    const userId = await createUser(this.database, { email: `${randomUUID()}@example.org`, name: role, role, scope });
    const sessionId = await this.sessions.start(userId, { byLink: false });
    return { userId, sessionId, cookie: await cookieOf(sessionId) };
  }

  /** Connects, and waits until the server took it in. */
  async connect(who: SignedIn): Promise<Viewer> {
    const viewer = this.dial({ cookie: who.cookie });
    await viewer.connected();
    return viewer;
  }

  /** Begins to connect; by another address where something stands between. */
  dial(headers: Record<string, string>, address = this.address): Viewer {
    const viewer = new Viewer(address, headers);
    this.viewers.push(viewer);
    return viewer;
  }

  async close(): Promise<void> {
    for (const viewer of this.viewers) viewer.close();
    for (const stop of this.stops) await stop();
  }
}

export type SignedIn = { userId: string; sessionId: string; cookie: string };

export async function cookieOf(sessionId: string, signedWith = secret): Promise<string> {
  return `next-auth.session-token=${await encode({ token: { sid: sessionId }, secret: signedWith })}`;
}
