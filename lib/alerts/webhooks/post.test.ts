import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { isAllowedAddress } from "./allowed-address";
import { webhookUrl } from "./check-url";
import { type PostOptions, postWebhook } from "./post";
import { newWebhookSecret, signedHeaders } from "./sign";

type Asked = { headers: IncomingMessage["headers"]; body: string; method: string | undefined };

describe("webhooks", () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    }
  });

  async function receiver(answer: (response: ServerResponse) => void): Promise<{ port: number; asked: Asked[] }> {
    const asked: Asked[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += String(chunk);
      });
      request.on("end", () => {
        asked.push({ headers: request.headers, body, method: request.method });
        answer(response);
      });
    });
    servers.push(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const bound = server.address();
    return { port: typeof bound === "object" && bound !== null ? bound.port : 0, asked };
  }
  const post = (url: string, options: Partial<PostOptions> = {}) =>
    postWebhook(url, { "webhook-id": "m" }, "{}", { allowPrivate: true, signal: new AbortController().signal, ...options });

  it("are signed so that whoever has the secret can tell", async () => {
    const { port, asked } = await receiver((response) => response.writeHead(204).end());
    const secret = newWebhookSecret();
    const body = JSON.stringify({ type: "alert.fired" });
    const headers = signedHeaders(secret, "msg_1", new Date("2026-03-18T00:00:00Z"), body);
    const signal = new AbortController().signal;
    expect(await postWebhook(`http://127.0.0.1:${port}/hook`, headers, body, { allowPrivate: true, signal })).toEqual({
      outcome: "taken",
      answer: "204",
    });
    const [got] = asked;
    expect(got).toMatchObject({ method: "POST", body, headers: { "webhook-id": "msg_1", "webhook-timestamp": "1773792000" } });
    const expected = createHmac("sha256", Buffer.from(secret.replace("whsec_", ""), "base64"))
      .update(`${got?.headers["webhook-id"]}.${got?.headers["webhook-timestamp"]}.${got?.body}`)
      .digest("base64");
    expect(got?.headers["webhook-signature"]).toBe(`v1,${expected}`);
  });

  it("follow no redirect, take no endless answer, and wait for none for ever", async () => {
    const inner = await receiver((response) => response.writeHead(200).end());
    const outer = await receiver((response) => response.writeHead(307, { location: `http://127.0.0.1:${inner.port}/` }).end());
    expect(await post(`http://127.0.0.1:${outer.port}/`)).toEqual({ outcome: "failed", answer: "307" });
    expect(inner.asked).toEqual([]);
    const endless = await receiver((response) => {
      response.writeHead(200);
      const write = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(16_384), () => setImmediate(write));
      };
      write();
    });
    expect(await post(`http://127.0.0.1:${endless.port}/`)).toEqual({ outcome: "taken", answer: "200" });
    const silent = await receiver(() => undefined);
    expect(await post(`http://127.0.0.1:${silent.port}/`, { longest: 100 })).toEqual({ outcome: "failed", answer: "timeout" });
    const gone = await receiver((response) => response.writeHead(410).end());
    expect(await post(`http://127.0.0.1:${gone.port}/`)).toMatchObject({ outcome: "gone" });
    expect(await post("http://127.0.0.1:1/")).toEqual({ outcome: "failed", answer: "ECONNREFUSED" });
  });

  const special = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "168.63.129.16", "100.100.100.200", "::1", "::", "fe80::1", "fd00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::", "2001:db8::1", "192.0.2.1", "not an address",
  ]; // biome-ignore format: one list
  it.each(special)("go to no special address: %s", async (address) => {
    expect(isAllowedAddress(address, false)).toBe(false);
    const { port, asked } = await receiver((response) => response.writeHead(200).end());
    // By a name that stands for it, too, and among others that are allowed.
    const named = { allowPrivate: false, resolve: async () => ["93.184.215.14", address] };
    expect(await post(`https://receiver.example:${port}/`, named)).toEqual({
      outcome: "failed",
      answer: "It leads into a private network.",
    });
    expect(asked).toEqual([]);
  });

  it("go into networks of one's own where that is allowed, and to metadata never", () => {
    for (const address of ["127.0.0.1", "10.0.0.1", "192.168.1.1", "fd00::1", "::ffff:10.0.0.1", "93.184.215.14"])
      expect(isAllowedAddress(address, true)).toBe(true);
    for (const address of [
      "169.254.169.254",
      "fe80::1",
      "fd00:ec2::254",
      "::ffff:169.254.169.254",
      "168.63.129.16",
      "0.0.0.0",
      "224.0.0.1",
    ])
      expect(isAllowedAddress(address, true)).toBe(false);
  });

  it("connect to the address that was looked at, whatever the name stands for by then", async () => {
    const { port, asked } = await receiver((response) => response.writeHead(200).end());
    let times = 0;
    const resolve = async () => {
      times += 1;
      return ["127.0.0.1"];
    };
    expect(await post(`http://localhost:${port}/`, { resolve })).toEqual({ outcome: "taken", answer: "200" });
    expect(times).toBe(1);
    expect(asked[0]?.headers.host).toBe(`localhost:${port}`);
    // Nobody knows this name: that the other side is reached, which speaks no TLS, is by the address alone.
    const unknown = await post(`https://receiver.invalid:${port}/`, { resolve });
    expect(unknown.outcome).toBe("failed");
    expect(unknown.answer).toMatch(/SSL|EPROTO|ECONNRESET/);
  });

  it("have an address that is https, but on this machine where that is allowed", () => {
    const url = (text: string, allowPrivate = false) => webhookUrl(text, allowPrivate).href;
    expect(url("https://example.org/hook?a=1")).toBe("https://example.org/hook?a=1");
    expect(url("http://127.0.0.1:9/", true)).toBe("http://127.0.0.1:9/");
    for (const [text, allowPrivate, rule] of [
      ["http://example.org/", true, "https"],
      ["http://127.0.0.1/", false, "https"],
      ["https://127.0.0.1/", false, "private"],
      ["https://localhost/", false, "private"],
      ["https://2130706433/", false, "private"],
      ["https://0x7f.1/", false, "private"],
      ["https://[::ffff:7f00:1]/", false, "private"],
      ["https://169.254.169.254/", true, "private"],
      ["https://user:word@example.org/", false, "credentials"],
      ["ftp://example.org/", false, "url"],
      ["nonsense", false, "url"],
      [`https://example.org/${"a".repeat(2_000)}`, false, "max"],
    ] as const)
      expect(() => url(text, allowPrivate), text).toThrow(expect.objectContaining({ facts: expect.objectContaining({ rule }) }));
  });
});
