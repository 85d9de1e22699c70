import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { boundBody, endLines, serverOptions } from "./server-bounds";

describe("the bounds of the server", () => {
  const server = createServer(serverOptions, (asked, answer) => {
    boundBody(asked, 100);
    asked.on("error", () => undefined); // it was cut
    asked.resume().on("end", () => answer.end("read"));
  });
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => server.close());

  const send = (path: string, headers: Record<string, string>) => {
    const bound = server.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : 0;
    return request({ host: "127.0.0.1", port, path, method: "POST", headers });
  };

  it("a body that comes drop by drop is cut off, and one that is there is read", async () => {
    const slow = send("/", { "content-length": "10" });
    slow.write("12345");
    await expect(once(slow, "response")).rejects.toThrow();
    const quick = send("/", { "content-length": "5" });
    quick.end("12345");
    expect((await once(quick, "response"))[0]).toMatchObject({ statusCode: 200 });
  });

  it("another protocol is spoken at the socket alone; elsewhere who asks for it is answered as if they had not", async () => {
    server.on("upgrade", (_, line) => line.end("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"));
    const upgrade = { connection: "Upgrade", upgrade: "websocket", "content-length": "0" };
    const elsewhere = send("/live", upgrade);
    elsewhere.end();
    expect((await once(elsewhere, "response"))[0]).toMatchObject({ statusCode: 200 });
    const there = send("/live/?EIO=4", upgrade);
    there.end();
    const [answer] = await once(there, "upgrade");
    expect(answer).toMatchObject({ statusCode: 101 });
  });
});

describe("a server that ends", () => {
  it("waits for the answer that is under way, and not for the line that rests after it", async () => {
    const asked = Promise.withResolvers<() => void>();
    const server = createServer(serverOptions, (_, answer) => {
      answer.write("begun");
      asked.resolve(() => answer.end("done"));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const bound = server.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : 0;
    const agent = new Agent({ keepAlive: true });
    const asking = request({ host: "127.0.0.1", port, agent });
    const answered = once(asking, "response");
    asking.end();
    const finish = await asked.promise;
    const ended = endLines(server, async () => {
      server.close();
      await once(server, "close");
    });
    finish();
    const [answer] = await answered;
    answer.resume();
    await ended;
    agent.destroy();
  });
});
