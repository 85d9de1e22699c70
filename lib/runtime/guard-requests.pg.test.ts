import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { request as open } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Sessions } from "@/lib/access/sessions";
import { createUser } from "@/lib/access/users";
import { cookieOf } from "@/lib/live/testing/live-process";
import { openDatabase } from "@/lib/platform/database";
import { fileHeaders } from "@/lib/platform/security-headers";
import { databaseUrlOf, makeDataDirectory, removeDataDirectory } from "./testing/data-directory";
import { type RunningServer, startServer } from "./testing/start-server";

const address = "https://kpi.example.edu";
const perSecond = 5;

describe("what no request gets past", () => {
  const data = makeDataDirectory();
  let server: RunningServer;
  let signIn: () => Promise<string>;
  let close: () => Promise<void>;

  beforeAll(async () => {
    server = await startServer(data, { NEXTAUTH_URL: address, REQUESTS_PER_SECOND: String(perSecond) });
    const database = await openDatabase(databaseUrlOf(data));
    const sessions = new Sessions(database, { subscribe: () => () => undefined, stop: async () => undefined }, Date.now);
    signIn = async () => {
      const user = { email: `${randomUUID()}@example.org`, name: "President", role: "admin", scope: { kind: "institution" } as const };
      const id = await sessions.start(await createUser(database, user), { byLink: false });
      return (await cookieOf(id, server.settings.NEXTAUTH_SECRET)).replace("next-auth", "__Secure-next-auth");
    };
    close = () => database.close();
  });
  afterAll(async () => {
    await close?.();
    await removeDataDirectory(data);
  });

  const ask = (path: string, init: RequestInit = {}) => fetch(new URL(path, server.url), { redirect: "manual", ...init });
  const write = async (headers: Record<string, string>, body = "{}") =>
    ask("/api/internal/password", {
      method: "PUT",
      headers: { cookie: await signIn(), "content-type": "application/json", ...headers },
      body,
    });

  it("passes over a memory of next-auth that is no address, and has it written anew", async () => {
    const cookie = "__Secure-next-auth.callback-url=nonsense";
    const answer = await ask("/api/auth/csrf", { headers: { cookie } });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie().join()).toContain(`__Secure-next-auth.callback-url=${encodeURIComponent(address)}`);
  });

  it("refuses a host that is none, of whatever it is asked", async () => {
    for (const headers of [{ host: "" }, { host: "[" }, { host: "a b" }, { host: "a:99999" }, { "x-forwarded-host": "http://[" }]) {
      for (const path of ["/api/auth/csrf", "/api/v1/kpis", "/sign-in"]) {
        const asking = open(new URL(path, server.url), { headers, setHost: !("host" in headers) }).end();
        const [answer] = await once(asking, "response");
        answer.resume();
        expect([headers, path, answer.statusCode]).toEqual([headers, path, 400]);
      }
    }
  });

  it("answers who asks for another protocol elsewhere than at the socket: a proxy takes a line without an answer for a dead process", async () => {
    const upgrade = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
    };
    expect(await raw("GET", "/api/health", upgrade)).toBe(200);
    expect(await raw("GET", "/live", upgrade)).toBe(404);
    expect(await raw("GET", "/sign-in", { ...upgrade, upgrade: "h2c" })).toBe(200);
  });

  it("answers what next-auth cannot in words of its own", async () => {
    const callback = await ask("/api/auth/providers?callbackUrl=nonsense");
    expect([callback.status, await callback.json()]).toEqual([400, expect.objectContaining({ field: "callbackUrl", rule: "address" })]);
    const unposted = await ask("/api/auth/callback/credentials");
    expect([unposted.status, await unposted.json()]).toEqual([405, expect.objectContaining({ code: "method-not-allowed" })]);
    const posted = await ask("/api/auth/callback/credentials", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"callbackUrl":{"a":1},"csrfToken":[]}',
    });
    expect([posted.status, await posted.json()]).toEqual([400, expect.objectContaining({ field: "callbackUrl", rule: "type" })]);
  });

  it("every answer carries the headers, whoever gives it", async () => {
    const answers = [
      "/",
      "/sign-in",
      "/no/such/page",
      "/%E0%A4%A",
      "/icon.svg",
      "/api/v1/kpis",
      "/api/v1/events",
      "/api/ready",
      "/api/auth/csrf",
    ];
    const nonces = new Set<string>();
    for (const path of answers) {
      const { headers } = await ask(path);
      expect(Object.fromEntries(headers), path).toMatchObject({
        "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": expect.stringContaining("camera=()"),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "strict-transport-security": expect.stringMatching(/^max-age=\d{8,}; includeSubDomains$/),
      });
      nonces.add(/'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1] ?? "");
      if (path !== "/icon.svg") expect(headers.get("cache-control"), path).toMatch(/no-store/);
    }
    expect(nonces.size).toBe(answers.length);
  });

  it("files that pages are made of carry those that mean something for them, and no page has an address beside them", async () => {
    const script = /src="(\/_next\/static\/[^"]+\.js)"/.exec(await (await ask("/sign-in")).text())?.[1] ?? "";
    for (const [path, status] of [
      [script, 200],
      ["/_next/static/no-such.js", 404],
    ] as const) {
      const answer = await ask(path);
      expect(answer.status, path).toBe(status);
      expect(Object.fromEntries(answer.headers), path).toMatchObject(fileHeaders(true));
      expect(answer.headers.get("content-type"), path).not.toContain("html");
    }
  });

  it("each script of a page has the page's nonce, and nobody else's", async () => {
    // What a client says of policies is not what its page is made with.
    const page = await ask("/sign-in", {
      headers: { "content-security-policy": "script-src 'nonce-aGFja2Vk'", "x-bellwether-nonce": "aGFja2Vk" },
    });
    const nonce = /'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
    const scripts = (await page.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(5);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
  });

  it("what a page of another site sends is refused, with whatever cookie", async () => {
    const others: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://evil.example" },
      { origin: "null" },
    ];
    for (const headers of others) {
      const refused = await write(headers);
      expect(refused.status, JSON.stringify(headers)).toBe(403);
      expect(await refused.json()).toMatchObject({ code: "forbidden", field: "origin", rule: "same-origin" });
    }
    // Our own pages, and what is no browser, come through to the route, which says what is wrong with the body.
    for (const headers of [{ "sec-fetch-site": "same-origin" }, { origin: address }, { origin: server.url }, {}] as Record<
      string,
      string
    >[])
      expect((await write(headers)).status, JSON.stringify(headers)).toBe(400);
    const signingIn = { method: "POST", headers: { origin: "https://evil.example" }, body: new URLSearchParams({ username: "admin" }) };
    expect((await ask("/api/auth/callback/credentials", signingIn)).status).toBe(403);
    // A link from anywhere leads here.
    expect((await ask("/sign-in", { headers: { "sec-fetch-site": "cross-site" } })).status).toBe(200);
  });

  it("a body beyond all measure is not read, and one of no length neither", async () => {
    const large = await write({}, JSON.stringify({ password: "x".repeat(1_100_000) }));
    expect(large.status).toBe(413);
    expect(await large.json()).toMatchObject({ code: "too-large", limit: 1024 * 1024 });
    const within = await write({}, JSON.stringify({ password: "x".repeat(900_000) }));
    expect(within.status).toBe(413); // by the route, whose own limit is lower
    const cookie = await signIn();
    const headers = { cookie, "content-type": "application/json", "transfer-encoding": "chunked" };
    expect(await raw("PUT", "/api/internal/password", headers, "{}")).toBe(400);
  });

  it.each(["error", "from"])("the way in stays open where %s is given twice", async (name) => {
    expect((await ask(`/sign-in?${name}=a&${name}=b`)).status).toBe(200);
  });

  it("nothing is said back to TRACE", async () => {
    expect(await raw("TRACE", "/", { cookie: "a=b" })).toBe(405);
  });

  /** What fetch does not send. */
  const raw = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    new Promise<number>((resolve, reject) => {
      const sending = open(new URL(path, server.url), { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sending.on("error", reject);
      sending.end(body);
    });

  it("next-auth's cookies are bound to https, to this host and to the server", async () => {
    const csrf = await ask("/api/auth/csrf");
    const { csrfToken } = await csrf.json();
    const cookies = csrf.headers.getSetCookie();
    const kept = cookies.map((cookie) => cookie.split(";")[0]).join("; ");
    const failed = await ask("/api/auth/callback/credentials", {
      method: "POST",
      headers: { cookie: kept, origin: address },
      body: new URLSearchParams({ csrfToken, username: "nobody@example.org", password: "not the password" }),
    });
    const all = [...cookies, ...failed.headers.getSetCookie()];
    expect(all.length).toBeGreaterThan(1);
    for (const cookie of all) {
      expect(cookie).toMatch(/^(__Host-|__Secure-)next-auth\./);
      for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(attribute);
      expect(cookie).not.toMatch(/;\s*Domain=/i);
    }
  });

  it("who asks too often hears when to come back, and others are not kept from it", async () => {
    const [busy, calm] = [await signIn(), await signIn()];
    const read = (cookie: string) => ask("/api/internal/why/attendance-rate", { headers: { cookie } });
    const statuses: number[] = [];
    let last: Response | null = null;
    while (last?.status !== 429 && statuses.length < 30 * perSecond) {
      last = await read(busy);
      statuses.push(last.status);
    }
    expect(statuses.slice(0, 10 * perSecond).every((status) => status === 200)).toBe(true);
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(await last?.json()).toMatchObject({ code: "too-many-requests", limit: perSecond });
    // However its address is spelled. Meanwhile a moment may have passed, in which one more was free.
    const spelledElse = async () => (await ask("/%61pi/internal/why/attendance-rate", { headers: { cookie: busy } })).status;
    let status = await spelledElse();
    for (let again = 0; status !== 429 && again < 10 * perSecond; again += 1) status = await spelledElse();
    expect(status).toBe(429);
    expect((await read(calm)).status).toBe(200);
    // Tokens that are made up count by their address, whichever address answers whoever asks.
    const madeUp = async () => (await ask("/api/v1/openapi.json", { headers: { authorization: "Bearer made-up" } })).status;
    let answered = 0;
    while ((await madeUp()) === 200 && answered < 30 * perSecond) answered += 1;
    expect(answered).toBeLessThan(20 * perSecond);
    // Pages and files are not counted.
    expect((await ask("/", { headers: { cookie: busy } })).status).toBe(200);
  });

  /** A WebSocket's handshake, and whether it is taken. */
  const shakeHands = (headers: Record<string, string>) =>
    new Promise<boolean>((resolve, reject) => {
      const key = { "sec-websocket-version": "13", "sec-websocket-key": Buffer.alloc(16).toString("base64") };
      const upgrade = { connection: "Upgrade", upgrade: "websocket", ...key };
      const sending = open(new URL("/live/?EIO=4&transport=websocket", server.url), { headers: { ...upgrade, ...headers } });
      sending.on("upgrade", (_, socket) => {
        socket.destroy();
        resolve(true);
      });
      sending.on("response", (response) => {
        response.resume();
        resolve(false);
      });
      sending.on("error", reject);
      sending.end();
    });

  it("nobody's handshakes are bounded by the address that they come from, and a session's are not", async () => {
    const cookie = await signIn();
    let taken = 0;
    // The proxy that an address is taken from is none of ours here: what a client writes there is nothing.
    while ((await shakeHands({ "x-forwarded-for": `10.0.0.${taken % 250}` })) && taken < 30 * perSecond) taken += 1;
    expect(taken).toBeLessThanOrEqual(20 * perSecond);
    const forged = { cookie: "__Secure-next-auth.session-token=forged" };
    let refused = !(await shakeHands(forged));
    for (let again = 0; !refused && again < 10 * perSecond; again += 1) refused = !(await shakeHands(forged));
    expect(refused).toBe(true);
    for (let time = 0; time < 3; time += 1) expect(await shakeHands({ cookie })).toBe(true);
  });
});
