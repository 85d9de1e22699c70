import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { campus, happen } from "../testing/campus";
import { LiveProcess, type SignedIn } from "../testing/live-process";

describe("what a line may bring beneath frames", () => {
  const test = useTestDatabase();
  let web: LiveProcess;
  let admin: SignedIn;
  beforeAll(async () => {
    await happen(test.database, ...campus());
    web = await LiveProcess.open(test.database);
    admin = await web.signIn("admin", { kind: "institution" });
  });
  afterAll(() => web.close());

  const dial = async (headers: Record<string, string>) => {
    const line = new WebSocket(`${web.address.replace("http", "ws")}/live/?EIO=4&transport=websocket`, { headers });
    line.on("error", () => undefined); // it is cut
    await once(line, "open");
    return line;
  };
  const joined = async (line: WebSocket) => {
    line.send("40");
    while (!String((await once(line, "message"))[0]).startsWith("40"));
  };

  it.each([["nobody"], ["a user"]])("pings of %s are bounded: the line is cut", async (who) => {
    const line = await dial(who === "nobody" ? {} : { cookie: admin.cookie });
    const closed = once(line, "close");
    if (who === "a user") await joined(line);
    let pings = 0;
    const flood = setInterval(() => {
      for (let index = 0; index < 100 && line.readyState === WebSocket.OPEN; index += 1) line.ping("x".repeat(125));
      pings += 100;
    }, 5);
    await closed;
    clearInterval(flood);
    expect(pings).toBeLessThan(10_000);
  });

  it("packets without a frame are bounded alike", async () => {
    const line = await dial({ cookie: admin.cookie });
    const closed = once(line, "close");
    await joined(line);
    for (let index = 0; index < 5_000; index += 1) line.send("3");
    await closed;
  });

  it("a line has one handshake: with a second one, at once or later, it is cut", async () => {
    for (const wait of [0, 300]) {
      const line = await dial({ cookie: admin.cookie });
      let times = 0;
      line.on("message", (data) => {
        if (String(data).startsWith("40")) times += 1;
      });
      const closed = once(line, "close");
      line.send("40");
      await new Promise((resolve) => setTimeout(resolve, wait));
      for (let index = 0; index < 100; index += 1) line.send("40");
      await closed;
      expect(times).toBeLessThanOrEqual(1);
    }
    const viewer = await web.connect(admin);
    expect((await viewer.subscribe("a", { kpi: "attendance-rate" })).answer.n).toBeGreaterThan(0);
  });
});
