import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerSchema, lines, makeKey, postEvents, sendEvents } from "@/lib/runtime/testing/client";
import { makeDataDirectory, removeDataDirectory } from "@/lib/runtime/testing/data-directory";
import { runCommand } from "@/lib/runtime/testing/product";
import { type RunningServer, startServer } from "@/lib/runtime/testing/start-server";
import { streamEvents } from "@/lib/runtime/testing/stream-events";

const roll = (id: string, status = "present") => ({
  specversion: "1.0",
  id,
  source: "urn:test:http",
  type: "attendance.recorded",
  time: "2026-03-09T00:02:11Z",
  data: { meeting: "m-1", student: `s-${id}`, status },
});
const rolls = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => roll(`${prefix}-${index}`));

describe("POST /api/v1/events", () => {
  const data = makeDataDirectory();
  let server: RunningServer;
  let key: string;
  const post = (body: BodyInit, headers?: Record<string, string>, as: string | null = key) => postEvents(server, as, body, headers);
  const answerOf = async (response: Response) => answerSchema.parse(await response.json());
  beforeAll(async () => {
    server = await startServer(data);
    key = await makeKey(server, "--can", "events:write");
  });
  afterAll(async () => {
    await server.end("SIGTERM");
    await removeDataDirectory(data);
  });

  it("401 without a key, with one that is wrong or revoked; 403 with one that may not write", async () => {
    const body = lines([roll("refused")]);
    const wrong = `${key.slice(0, -3)}${key.endsWith("AAA") ? "BBB" : "AAA"}`;
    for (const bad of [null, "", "nonsense", wrong]) {
      const refused = await post(body, {}, bad);
      expect(refused.status).toBe(401);
      expect(refused.headers.get("content-type")).toBe("application/problem+json");
      expect(await refused.json()).toMatchObject({ status: 401, code: "unauthenticated" });
    }
    expect((await post(body, { authorization: `Basic ${key}` }, null)).status).toBe(401);
    const made = await runCommand(server.settings, "keys", "create", "ends", "--can", "events:write");
    expect((await post(body, {}, made.stdout.trim())).status).toBe(200);
    expect(await runCommand(server.settings, "keys", "revoke", "ends")).toMatchObject({ status: 0 });
    await expect.poll(async () => (await post(body, {}, made.stdout.trim())).status, { timeout: 5_000 }).toBe(401);
    const expired = await makeKey(server, "--can", "events:write", "--expires", "2020-01-01");
    expect((await post(body, {}, expired)).status).toBe(401);
    const reader = await makeKey(server, "--can", "kpis:read");
    const forbidden = await post(body, {}, reader);
    expect(forbidden.status).toBe(403);
    expect(await forbidden.json()).toMatchObject({ code: "forbidden", needed: "events:write" });
  });

  it("405, 415 and 400 by name", async () => {
    const read = await fetch(new URL("/api/v1/events", server.url), { headers: { authorization: `Bearer ${key}` } });
    expect([read.status, read.headers.get("allow")]).toEqual([405, "POST"]);
    const one = JSON.stringify(roll("one"));
    expect((await post(one, { "content-type": "application/json" })).status).toBe(415);
    expect((await post(one, { "content-type": "text/plain" })).status).toBe(415);
    expect((await post(one, { "content-encoding": "br" })).status).toBe(415);
    for (const [type, body] of [
      ["application/cloudevents+json", "{"],
      ["application/cloudevents-batch+json", "{}"],
      ["application/cloudevents+json", ""],
      ["application/cloudevents+json", Buffer.from([0x22, 0xff, 0x22])],
    ] as const) {
      const refused = await post(body, { "content-type": type });
      expect([type, refused.status]).toEqual([type, 400]);
      expect(await refused.json()).toMatchObject({ code: "bad-request", field: "body" });
    }
    const notPacked = await post(one, { "content-encoding": "gzip" });
    expect([notPacked.status, await notPacked.json()]).toEqual([400, expect.objectContaining({ rule: "gzip" })]);
  });

  it("413 for a body that must be read whole and is too large, packed too; the connection serves on", async () => {
    const large = Buffer.alloc(17 * 1024 * 1024, " ");
    const refused = await post(large, { "content-type": "application/cloudevents-batch+json" });
    expect([refused.status, await refused.json()]).toEqual([413, expect.objectContaining({ code: "too-large", limit: 16 * 1024 * 1024 })]);
    const bomb = await post(gzipSync(Buffer.alloc(200 * 1024 * 1024, " ")), {
      "content-type": "application/cloudevents+json",
      "content-encoding": "gzip",
    });
    expect(bomb.status).toBe(413);
    expect(await sendEvents(server, key, [roll("after-large")])).toMatchObject({ accepted: 1 });
  });

  it("takes one, a batch and lines; gzip and zstd; and reads them alike", async () => {
    const [a, b, c, d] = rolls("kinds", 4);
    const single = await post(JSON.stringify(a), { "content-type": "application/cloudevents+json; charset=utf-8" });
    expect(await answerOf(single)).toEqual({ accepted: 1, duplicate: 0, rejected: 0, items: [] });
    const batch = await post(JSON.stringify([a, b]), { "content-type": "application/cloudevents-batch+json" });
    expect(await answerOf(batch)).toEqual({
      accepted: 1,
      duplicate: 1,
      rejected: 0,
      items: [{ index: 0, id: "kinds-0", status: "duplicate" }],
    });
    expect(await answerOf(await post(gzipSync(lines([b, c])), { "content-encoding": "gzip" }))).toMatchObject({
      accepted: 1,
      duplicate: 1,
    });
    expect(await answerOf(await post(zstdCompressSync(lines([c, d])), { "content-encoding": "zstd" }))).toMatchObject({
      accepted: 1,
      duplicate: 1,
    });
  });

  it("names path, rule and what was found for each item, and takes the others", async () => {
    let deep: unknown = {};
    for (let level = 0; level < 40; level += 1) deep = { deep };
    const items = [
      roll("item-good"),
      roll("item-enum", "prezent"),
      { ...roll("item-time"), time: "yesterday" },
      { ...roll("item-deep"), data: { ...roll("x").data, deep } },
      { ...roll("item-type"), type: "lunch.eaten" },
      { ...roll("item-large"), padding: "x".repeat(70_000) },
    ];
    const answer = await answerOf(await post(`${lines(items)}not json\n`));
    expect(answer).toMatchObject({ accepted: 1, duplicate: 0, rejected: 6 });
    const said = answer.items.map(({ index, id, errors }) => [index, id, errors?.[0]?.path, errors?.[0]?.rule, errors?.[0]?.found]);
    expect(said).toEqual([
      [1, "item-enum", "data.status", "enum", "prezent"],
      [2, "item-time", "time", "date-time", "yesterday"],
      [3, "item-deep", "", "too-deep", undefined],
      [4, "item-type", "type", "unknown-type", "lunch.eaten"],
      [5, null, "", "too-large", undefined],
      [6, null, "", "json", undefined],
    ]);
    expect(await sendEvents(server, key, [roll("item-good", "absent")])).toMatchObject({
      rejected: 1,
      items: [{ index: 0, id: "item-good", errors: [{ path: "id", rule: "id-conflict", found: "item-good" }] }],
    });
  });

  it("LOG-1: a sender that goes away in mid-body leaves the server well; sending again is harmless", async () => {
    const events = rolls("cut", 3_000);
    const body = lines(events);
    for (const share of [0.1, 0.5, 0.95]) {
      const sending = request(new URL("/api/v1/events", server.url), {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson", "content-length": Buffer.byteLength(body) },
      });
      sending.on("error", () => undefined);
      await new Promise<void>((resolve) => sending.write(body.slice(0, Math.floor(body.length * share)), () => resolve()));
      const closed = new Promise((resolve) => sending.once("close", resolve));
      sending.destroy();
      await closed;
    }
    const answer = await sendEvents(server, key, events);
    expect(answer).toMatchObject({ rejected: 0 });
    expect(answer.accepted + answer.duplicate).toBe(3_000);
    expect(await sendEvents(server, key, events)).toMatchObject({ accepted: 0, duplicate: 3_000, rejected: 0 });
    expect((await fetch(new URL("/api/ready", server.url))).status).toBe(200);
  });

  it("slow senders hold nobody up", async () => {
    const slow = Array.from({ length: 60 }, (_, index) => {
      const socket = connect(Number(server.settings.PORT), "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(
        `POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n`,
      );
      const part = JSON.stringify(roll(`slow-${index}`)).slice(0, 20);
      socket.write(`${part.length.toString(16)}\r\n${part}\r\n`);
      return socket;
    });
    await Promise.all(slow.map((socket) => (socket.connecting ? once(socket, "connect") : null)));
    const answers = await Promise.all(rolls("quick", 20).map((event) => sendEvents(server, key, [event])));
    expect(answers.every((answer) => answer.accepted === 1)).toBe(true);
    // One of them goes on after all, and is taken.
    const [first] = slow;
    const rest = `${JSON.stringify(roll("slow-0")).slice(20)}\n`;
    first?.write(`${rest.length.toString(16)}\r\n${rest}\r\n0\r\n\r\n`);
    const [chunk] = first === undefined ? [] : await once(first, "data");
    expect(String(chunk)).toContain("200 OK");
    for (const socket of slow) socket.destroy();
  });

  it("answers Expect: 100-continue before the body is sent", async () => {
    const body = lines([roll("expected")]);
    const sending = request(new URL("/api/v1/events", server.url), {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/x-ndjson",
        "content-length": Buffer.byteLength(body),
        expect: "100-continue",
      },
    });
    sending.flushHeaders();
    await once(sending, "continue");
    sending.end(body);
    const [response] = await once(sending, "response");
    expect(response.statusCode).toBe(200);
    response.resume();
  });

  it("429 with Retry-After to a key that is over its rate, and to that key alone", async () => {
    const limited = await makeKey(server, "--can", "events:write", "--rate", "10");
    expect(await sendEvents(server, limited, rolls("rate", 300))).toMatchObject({ accepted: 300 });
    const refused = await post(lines([roll("rate-over")]), {}, limited);
    expect([refused.status, await refused.json()]).toEqual([429, expect.objectContaining({ code: "too-many-requests", limit: 10 })]);
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(25); // 200 over, at ten a second
    expect(await sendEvents(server, key, [roll("rate-other")])).toMatchObject({ accepted: 1 });
  });

  it("streams a body that is larger than what it takes whole, and answers others meanwhile", async () => {
    const { answer, events, answeredMeanwhile } = await streamEvents(server, key, { prefix: "stream", megabytes: 20 });
    expect(answer).toEqual({ accepted: events, duplicate: 0, rejected: 0, items: [] });
    expect(answeredMeanwhile).toBeGreaterThan(0);
  });
});
