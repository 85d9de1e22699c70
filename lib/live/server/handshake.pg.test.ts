import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { ViewQuery } from "../protocol";
import { campus, happen } from "../testing/campus";
import { cookieOf, LiveProcess, type SignedIn } from "../testing/live-process";
import { mostOfUser } from "./held-views";

describe("handshake and frames", () => {
  const test = useTestDatabase();
  let web: LiveProcess;
  let admin: SignedIn;

  beforeAll(async () => {
    await happen(test.database, ...campus());
    web = await LiveProcess.open(test.database);
    admin = await web.signIn("admin", { kind: "institution" });
  });
  afterAll(() => web.close());

  it("SCOPE-1: refuses whoever has no session that holds", async () => {
    const ended = await web.signIn("admin", { kind: "institution" });
    await web.sessions.end(ended.sessionId);
    for (const cookie of [
      "",
      "next-auth.session-token=forged",
      await cookieOf(admin.sessionId, "another secret"),
      await cookieOf("00000000-0000-4000-8000-000000000000"),
      ended.cookie,
    ]) {
      const viewer = web.dial(cookie === "" ? {} : { cookie });
      expect(await viewer.next("connect_error")).toBe("unauthenticated");
      expect(viewer.socket.connected).toBe(false);
    }
  });

  it("SCOPE-1: refuses a page of a foreign origin, cookie or not, and takes its own", async () => {
    for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1"]) {
      expect(await web.dial({ cookie: admin.cookie, origin }).next("connect_error")).toBe("websocket error");
    }
    await web.dial({ cookie: admin.cookie, origin: web.address }).connected();
  });

  it("holds nobody for long who does not say who they are, or was refused", async () => {
    const address = `${web.address.replace("http", "ws")}/live/?EIO=4&transport=websocket`;
    const [silent, refused] = [new WebSocket(address), new WebSocket(address)];
    refused.addEventListener("open", () => refused.send("40"));
    const began = performance.now();
    await Promise.all([silent, refused].map((one) => new Promise((resolve) => one.addEventListener("close", resolve))));
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it("takes WebSocket only", async () => {
    const polling = await fetch(`${web.address}/live/?EIO=4&transport=polling`, { headers: { cookie: admin.cookie } });
    expect(polling.status).toBe(400);
  });

  it("answers a wrong frame by closed with bad-request, and goes on", async () => {
    const viewer = await web.connect(admin);
    const view = { kpi: "attendance-rate" };
    const wrong: [string, unknown][] = [
      ["subscribe", undefined],
      ["subscribe", "x"],
      ["subscribe", { id: "w", view: { kpi: "no-such" } }],
      ["subscribe", { id: "w", view: { ...view, asOf: "2026-03-09T00:00:00Z" } }],
      ["subscribe", { id: "w", view, position: "-1" }],
      ["subscribe", { id: "w", view, extra: 1 }],
      ["subscribe", { id: "", view }],
      ["subscribe", { id: "w", view: { ...view, groupBy: "colour" } }],
      ["subscribe", { id: "w", view: { ...view, state: "final" } }],
      ["subscribe", { id: "w", view: { ...view, from: "2026-04-01", to: "2026-03-01" } }],
      ["watch", { id: "w" }],
      ["unsubscribe", {}],
      ["no-such-frame", { id: "w" }],
    ];
    for (const [event, frame] of wrong) {
      const from = viewer.heard.length;
      Reflect.apply(viewer.socket.emit, viewer.socket, [event, frame]);
      expect((await viewer.next("closed", undefined, from)).problem.code, JSON.stringify([event, frame])).toBe("bad-request");
    }
    expect((await viewer.subscribe("right", { kpi: "attendance-rate" })).answer.n).toBe(24);
  });

  it("says goodbye to who sends too many frames, and holds a hundred views at most", async () => {
    const many = await web.connect(admin);
    for (let n = 0; n <= 100; n += 1) many.socket.emit("watch", { id: `w${n}`, section: "s-mine" });
    expect((await many.next("closed", "w100")).problem.code).toBe("too-many-requests");
    for (let n = 0; n <= 300; n += 1) many.socket.emit("unsubscribe", { id: "x" });
    expect((await many.next("goodbye")).code).toBe("too-many-requests");
    await many.next("disconnect");
  });

  it("no user takes the place of all others: what their tabs follow is counted together, and given back", async () => {
    const busy = await web.signIn("admin", { kind: "institution" });
    const tabs = await Promise.all(Array.from({ length: 4 }, () => web.connect(busy)));
    const [first] = tabs;
    if (first === undefined) throw new Error("There are four.");
    const viewOf = (n: number): ViewQuery => {
      const from = new Date(Date.UTC(2025, 5, 1 + n)).toISOString().slice(0, 10);
      return { kpi: "attendance-rate", from, to: "2026-03-31" };
    };
    const each = mostOfUser / tabs.length;
    await Promise.all(tabs.flatMap((tab, k) => Array.from({ length: each }, (_, n) => tab.subscribe(`v${n}`, viewOf(k * each + n)))));
    expect(await first.refused("more", viewOf(mostOfUser))).toMatchObject({ code: "too-many-requests" });
    // The same view in another tab is not another one, and others are not concerned.
    await first.subscribe("same", viewOf(mostOfUser - 1));
    const other = await web.connect(admin);
    await other.subscribe("right", viewOf(mostOfUser));
    tabs[1]?.close();
    const follow = () =>
      Promise.race([
        first.subscribe("more", viewOf(mostOfUser)).then(() => "followed"),
        first.refused("more", viewOf(mostOfUser)).then(({ code }) => code),
      ]);
    await expect.poll(follow).toBe("followed");
  });

  it("counts open tabs of a session", async () => {
    const busy = await web.signIn("admin", { kind: "institution" });
    await Promise.all(Array.from({ length: 50 }, () => web.connect(busy)));
    const one = web.dial({ cookie: busy.cookie });
    expect(await one.next("connect_error")).toBe("too-many-requests");
  });
});
