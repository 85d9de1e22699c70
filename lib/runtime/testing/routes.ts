import { randomUUID } from "node:crypto";
import type { PlainScope } from "@/lib/access/scope";
import { createUser } from "@/lib/access/users";
import { drainOnce } from "@/lib/aggregator/testing/drain";
import { Ingest } from "@/lib/ingest/ingest";
import { cookieOf } from "@/lib/live/testing/live-process";
import { loadConfig } from "@/lib/platform/config";
import { testVaultKey } from "@/lib/platform/testing/database";
import type { PersonId } from "@/lib/privacy/vault";
import { openServices, openStore } from "../open-services";
import { provideServices, type Services } from "../services";

/** What sessions of the harness are signed with. */
export const secret = "x".repeat(32);
export const zone = "Asia/Seoul";

/** A CloudEvent as a client sends it. */
export const sent = (type: string, data: Record<string, unknown>, time = "2026-03-01T00:00:00Z", id: string = randomUUID()) => ({
  specversion: "1.0",
  id,
  source: "urn:t",
  type,
  time,
  data,
});

/** What routes run on, as the server makes it, with the log's own door and an aggregator that is asked to apply. */
export class RouteHarness {
  private constructor(
    readonly services: Services & { close(): Promise<void> },
    private readonly ingest: Ingest,
    private readonly clock: { now: Date },
    private readonly closeStore: () => Promise<void>,
  ) {}

  /** `settings`: environment beside what every test has. */
  static async open(url: string, now: string, settings: Record<string, string> = {}): Promise<RouteHarness> {
    const config = loadConfig({
      NODE_ENV: "test",
      DATABASE_URL: url,
      BELLWETHER_VAULT_KEY: testVaultKey.toString("base64"),
      NEXTAUTH_SECRET: secret,
      BELLWETHER_TIME_ZONE: zone,
      ...settings,
    });
    const store = await openStore(config, process.cwd(), () => undefined);
    const ingest = new Ingest(store.database, store.vault);
    const clock = { now: new Date(now) };
    const opened = await openServices(config, store, (events) => ingest.submit(events));
    const services = { ...opened, now: () => clock.now };
    provideServices(services);
    return new RouteHarness(services, ingest, clock, () => store.close());
  }

  setNow(now: string): void {
    this.clock.now = new Date(now);
  }

  /** Events of other systems, through ingest and aggregator. Throws where one is rejected. */
  async happen(...events: object[]): Promise<void> {
    const answer = await this.ingest.submit(events);
    if (answer.rejected > 0) throw new Error(JSON.stringify(answer.items));
    await this.apply();
  }

  apply(): Promise<void> {
    return drainOnce(this.services.database, zone);
  }

  /** The pseudonym of a person of this institution's id. */
  async person(id: string): Promise<PersonId> {
    const found = await this.services.vault.personOf(id);
    if (found === null) throw new Error(`Nobody is known as ${id}.`);
    return found;
  }

  /** The cookie of a new user of a role's id, whose sessions are verified by the wall clock as the database writes it. */
  async signIn(role: string, scope: PlainScope, name: string = role): Promise<string> {
    return (await this.enter(role, scope, name)).cookie;
  }

  /** The same, with who it is. */
  async enter(role: string, scope: PlainScope, name: string = role): Promise<{ userId: string; cookie: string }> {
    const { database, sessions } = this.services;
    const userId = await createUser(database, { email: `${randomUUID()}@example.org`, name, role, scope });
    return { userId, cookie: await cookieOf(await sessions.start(userId, { byLink: false }), secret) };
  }

  async close(): Promise<void> {
    await this.services.close();
    await this.closeStore();
  }
}

type Call = {
  method?: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  cookie?: string | null;
  body?: unknown;
  contentType?: string;
  raw?: string;
};

/** A request as a browser sends it. */
export function ask(path: string, { method = "GET", cookie = null, body, contentType = "application/json", raw }: Call = {}): Request {
  const headers = new Headers(cookie === null ? {} : { cookie });
  const text = raw ?? (body === undefined ? null : JSON.stringify(body));
  if (text !== null) headers.set("content-type", contentType);
  return new Request(`http://localhost${path}`, { method, headers, body: text });
}

export const withId = (id: string) => ({ params: Promise.resolve({ id }) });
