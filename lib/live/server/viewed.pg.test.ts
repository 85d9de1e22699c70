import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beginView, endView } from "@/lib/access/views";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { campus, happen, headOfFeed, lecturer, roll } from "../testing/campus";
import { LiveProcess } from "../testing/live-process";
import type { Viewer } from "../testing/viewer";

const attendance = { kpi: "attendance-rate" } as const;
const institution = { kind: "institution" } as const;

describe("SCOPE-1: an open socket whose session is viewed as somebody", () => {
  const test = useTestDatabase();
  let web: LiveProcess;
  let clock = 0;
  const now = () => new Date(Date.now() + clock);
  beforeAll(async () => {
    await happen(test.database, ...campus());
    web = await LiveProcess.open(test.database, { now });
  });
  afterAll(() => web.close());

  /** A president whose page is open, and who begins to see the product as the lecturer does. */
  const looking = async () => {
    const [admin, other] = [await web.signIn("admin", institution), await web.signIn("faculty", { kind: "instructor", person: lecturer })];
    const viewer = await web.connect(admin);
    expect((await viewer.next("identity")).view).toBeNull();
    expect((await viewer.subscribe("v", attendance)).answer.n).toBe(24);
    const from = viewer.heard.length;
    const { id } = await beginView(test.database, admin, { user: other.userId }, now());
    expect((await viewer.next("identity", undefined, from)).view).toBe(id);
    expect((await viewer.next("snapshot", "v", from)).answer.n).toBe(12);
    return { admin, other, viewer, view: id };
  };
  const isBack = async (viewer: Viewer, from: number) => {
    expect((await viewer.next("identity", undefined, from)).view).toBeNull();
    expect((await viewer.next("snapshot", "v", from)).answer.n).toBe(24);
    viewer.close();
  };

  it("gets nothing but what the other sees from the word of it on, and all of its own again at the end", async () => {
    const { viewer, view } = await looking();
    const witness = await web.connect(await web.signIn("admin", institution));
    await witness.subscribe("v", attendance);
    const before = await headOfFeed(test.database);
    await happen(test.database, roll("mine", 1, "absent"), roll("foreign", 1, "absent"));
    await Promise.all([viewer, witness].map((one) => one.until(() => one.studentsTold(before).size > 0)));
    expect(viewer.studentsTold(before)).toEqual(new Set([12]));
    witness.close();
    const from = viewer.heard.length;
    await endView(test.database, { view }, "ended", now());
    await isBack(viewer, from);
  });

  it("follows the other's grants while it lasts", async () => {
    const { other, viewer } = await looking();
    const from = viewer.heard.length;
    await test.database.owner.query("UPDATE app.role_grant SET revoked_at = now() WHERE user_id = $1", [other.userId]);
    expect((await viewer.next("snapshot", "v", from)).answer).toMatchObject({ value: null, n: 0 });
    viewer.close();
  });

  it("is itself again when half an hour is over, without a notice", async () => {
    const { viewer } = await looking();
    const from = viewer.heard.length;
    clock = 31 * 60_000;
    await isBack(viewer, from);
    clock = 0;
  });

  it("ends with who looks", async () => {
    const { admin, viewer } = await looking();
    await test.database.owner.query(`UPDATE app."user" SET disabled_at = now() WHERE id = $1`, [admin.userId]);
    expect((await viewer.next("goodbye")).code).toBe("unauthenticated");
  });
});
