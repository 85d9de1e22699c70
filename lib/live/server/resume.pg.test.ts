import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { ViewQuery } from "../protocol";
import { Balancer } from "../testing/balancer";
import { campus, happen, roll, zone } from "../testing/campus";
import { LiveProcess, type SignedIn } from "../testing/live-process";
import type { Viewer } from "../testing/viewer";

const view: ViewQuery = { kpi: "attendance-rate", groupBy: "section" };

describe("coming back", () => {
  const test = useTestDatabase();
  let one: LiveProcess;
  let other: LiveProcess;
  let balancer: Balancer;
  let admin: SignedIn;

  beforeAll(async () => {
    await happen(test.database, ...campus());
    one = await LiveProcess.open(test.database);
    other = await LiveProcess.open(test.database);
    balancer = await Balancer.open(one.address);
    admin = await one.signIn("admin", { kind: "institution" });
  });
  afterAll(async () => {
    balancer.close();
    await one.close();
    await other.close();
  });

  const follow = async (): Promise<Viewer> => {
    balancer.route(one.address);
    const viewer = one.dial({ cookie: admin.cookie }, balancer.address);
    viewer.views.follow(view, "en");
    await viewer.next("snapshot");
    return viewer;
  };
  const lose = async (viewer: Viewer) => {
    balancer.cut();
    await viewer.until(() => !viewer.socket.connected);
    expect(viewer.views.stateOf(view, "en")).toBe("lost");
    return viewer.heard.length;
  };
  const fresh = async () => {
    const principal = await one.sessions.principalOf(admin.sessionId);
    if (principal === null) throw new Error("The session holds.");
    return answerKpi({ database: test.database, timeZone: zone, now: new Date(), locale: "en" }, principal, checkKpiQuery(view));
  };
  const ends = async (viewer: Viewer, event: "snapshot" | "delta", from: number) => {
    await viewer.next(event, undefined, from);
    const { watermark, ...wanted } = await fresh();
    expect(viewer.shown(view)).toMatchObject({ ...wanted, watermark: { position: watermark.position } });
    expect(viewer.views.stateOf(view, "en")).toBe("live");
  };

  it("EXACT-3: to the same process: the deltas after its position, and no snapshot", async () => {
    const viewer = await follow();
    const from = await lose(viewer);
    await happen(test.database, roll("mine", 3, "late"));
    await happen(test.database, roll("foreign", 3, "late"), roll("mine", 3, "excused"));
    viewer.socket.connect();
    await ends(viewer, "delta", from);
    expect(viewer.heard.slice(from).filter(({ event }) => event === "snapshot")).toEqual([]);
    viewer.close();
  });

  it("EXACT-3: to the same process with nothing missed: one delta that says so", async () => {
    const viewer = await follow();
    const position = viewer.shown(view)?.watermark.position ?? "";
    const from = await lose(viewer);
    viewer.socket.connect();
    expect(await viewer.next("delta", undefined, from)).toMatchObject({ from: position, to: position, put: [] });
    await ends(viewer, "delta", from);
    viewer.close();
  });

  it("EXACT-3: to another process: a snapshot, and on from there", async () => {
    const viewer = await follow();
    const from = await lose(viewer);
    await happen(test.database, roll("mine", 4, "late"));
    balancer.route(other.address);
    viewer.socket.connect();
    await ends(viewer, "snapshot", from);
    const later = viewer.heard.length;
    await happen(test.database, roll("mine", 4, "absent"));
    await ends(viewer, "delta", later);
    viewer.close();
  });

  it("EXACT-3: a delta that does not fit is not applied: the client asks for the whole", async () => {
    const viewer = await follow();
    const from = viewer.heard.length;
    const held = viewer.shown(view);
    const { groups: _, ...head } = held ?? (await fresh());
    for (const listener of viewer.socket.listeners("delta"))
      listener({ id: "v1", from: "1", to: "2", head: { ...head, value: 0.123 }, put: [] });
    expect(viewer.shown(view)).toBe(held);
    await ends(viewer, "snapshot", from);
    viewer.close();
  });

  it("asks once however many show a view, and leaves when the last is gone", async () => {
    const viewer = await follow();
    const before = viewer.heard.length;
    const leave = viewer.views.follow({ groupBy: "section", kpi: "attendance-rate" }, "en");
    leave();
    await happen(test.database, roll("mine", 5, "late"));
    await viewer.next("delta", "v1", before);
    expect(viewer.heard.filter(({ event }) => event === "snapshot")).toHaveLength(1);
    viewer.close();
  });
});
