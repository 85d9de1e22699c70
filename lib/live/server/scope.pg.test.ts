import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Role } from "@/lib/access/principal";
import type { PlainScope } from "@/lib/access/scope";
import { answerKpi } from "@/lib/kpis/answer-request";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { Compute } from "../hub/hub";
import { advisor, campus, event, happen, lecturer, roll, studentOf, zone } from "../testing/campus";
import { LiveProcess, type SignedIn } from "../testing/live-process";
import type { Viewer } from "../testing/viewer";

const attendance = { kpi: "attendance-rate" } as const;
const everything: PlainScope = { kind: "institution" };

describe("SCOPE-1: an open socket", () => {
  const test = useTestDatabase();
  let web: LiveProcess;
  let clock = 0;
  /** Where set, computations wait for it once they have read. */
  let gate: Promise<void> | null = null;
  let underWay = 0;
  let onComputed = () => {};
  const computations = (atLeast: number) =>
    new Promise<void>((resolve) => {
      onComputed = () => underWay >= atLeast && resolve();
      onComputed();
    });

  const compute: Compute = async (principal, request, locale, now) => {
    const answer = await answerKpi({ database: test.database, timeZone: zone, now, locale }, principal, request);
    underWay += 1;
    onComputed();
    if (gate !== null) await gate;
    return answer;
  };

  beforeAll(async () => {
    await happen(test.database, ...campus());
    web = await LiveProcess.open(test.database, { compute, now: () => new Date(Date.now() + clock) });
  });
  afterAll(() => web.close());
  beforeEach(() => {
    gate = null;
    clock = 0;
  });

  const regrant = async (who: SignedIn, role: Role | null, scope: PlainScope = everything, endsIn?: string) => {
    const client = await test.database.owner.connect();
    await client.query("BEGIN");
    await client.query("UPDATE app.role_grant SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL", [who.userId]);
    if (role !== null) {
      await client.query("INSERT INTO app.role_grant (id, user_id, role, scope, ends_at) VALUES ($1, $2, $3, $4, now() + $5::interval)", [
        randomUUID(),
        who.userId,
        role,
        JSON.stringify(scope),
        endsIn ?? null,
      ]);
    }
    await client.query("COMMIT");
    client.release();
  };
  const studentsTold = (viewer: Viewer, from: number) =>
    viewer.heard.slice(from).flatMap(({ event, frame }) => {
      if (event === "snapshot") return [frame.answer.n];
      return event === "delta" ? [frame.head.n] : [];
    });
  let turn = 0;
  /** Something changes for both sides, and everybody who may know of it has heard. */
  const change = async (...witnesses: Viewer[]) => {
    turn += 1;
    const from = witnesses.map((viewer) => viewer.heard.length);
    await happen(test.database, ...["mine", "foreign"].map((side) => roll(side, 1, turn % 2 === 0 ? "present" : "absent")));
    await Promise.all(witnesses.map((viewer, index) => viewer.next("delta", undefined, from[index])));
  };

  it("closes what is out of scope exactly as what does not exist, by every parameter and by watch", async () => {
    const viewer = await web.connect(await web.signIn("faculty", { kind: "instructor", person: lecturer }));
    for (const [parameter, foreign] of [
      ["section", "s-foreign"],
      ["course", "c-foreign"],
      ["orgUnit", "u-foreign"],
      ["program", "p-foreign"],
    ] as const) {
      const closed = await viewer.refused("a", { ...attendance, [parameter]: foreign });
      expect(closed).toMatchObject({ code: "not-found", field: parameter });
      expect(await viewer.refused("b", { ...attendance, [parameter]: "nowhere" })).toEqual(closed);
    }
    const [one, other] = await Promise.all(
      ["s-foreign", "nowhere"].map((section) => {
        viewer.socket.emit("watch", { id: section, section });
        return viewer.next("closed", section);
      }),
    );
    expect(one?.problem.code).toBe("not-found");
    expect(one?.problem).toEqual(other?.problem);
    expect((await viewer.subscribe("own", { ...attendance, section: "s-mine" })).answer.n).toBe(12);
    expect((await viewer.subscribe("all", attendance)).answer.n).toBe(12);
  });

  it("computes once for two who see alike, and apart for who does not", async () => {
    const view = { ...attendance, groupBy: "section" };
    const viewers = await Promise.all(
      [web.signIn("admin", everything), web.signIn("admin", everything)].map(async (who) => web.connect(await who)),
    );
    const before = underWay;
    const size = web.hub.size;
    await Promise.all(viewers.map((viewer) => viewer.subscribe("v", view)));
    expect(underWay - before).toBe(1);
    const auditor = await web.connect(await web.signIn("viewer", everything));
    await auditor.subscribe("v", view);
    expect(web.hub.size - size).toBe(2);
    for (const viewer of [...viewers, auditor]) viewer.close();
  });

  it("leaves the old scope before anything else is sent when a grant is replaced by a narrower one", async () => {
    const who = await web.signIn("admin", everything);
    const [viewer, witness] = [await web.connect(who), await web.connect(await web.signIn("admin", everything))];
    expect((await viewer.subscribe("v", attendance)).answer.n).toBe(24);
    await witness.subscribe("v", attendance);
    const from = viewer.heard.length;
    await regrant(who, "faculty", { kind: "instructor", person: lecturer });
    await change(witness);
    await viewer.next("snapshot", "v", from);
    await change(witness, viewer);
    expect(new Set(studentsTold(viewer, from))).toEqual(new Set([12]));
    viewer.close();
    witness.close();
  });

  it("closes the view that the new scope does not reach, and the client drops what it showed", async () => {
    const who = await web.signIn("admin", everything);
    const viewer = await web.connect(who);
    const view = { ...attendance, section: "s-foreign" };
    viewer.views.follow(view, "en");
    await viewer.until(() => viewer.shown(view) !== undefined);
    viewer.socket.emit("watch", { id: "w", section: "s-foreign" });
    await viewer.next("touched", "w");
    const from = viewer.heard.length;
    await regrant(who, "faculty", { kind: "instructor", person: lecturer });
    expect((await viewer.next("closed", "v1", from)).problem.code).toBe("not-found");
    await viewer.next("closed", "w", from);
    expect(viewer.shown(view)).toBeUndefined();
    expect(viewer.views.stateOf(view, "en")).toBe("gone");
    viewer.close();
  });

  it("holds back what was computed under the old scope and was under way", async () => {
    const who = await web.signIn("admin", everything);
    const viewer = await web.connect(who);
    await viewer.subscribe("v", attendance);
    let open = () => {};
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const before = underWay;
    const from = viewer.heard.length;
    await happen(test.database, roll("foreign", 2, "late"));
    const witness = await web.connect(await web.signIn("admin", everything));
    witness.socket.emit("subscribe", { id: "v", view: attendance });
    await computations(before + 1); // the answer for the old scope is read, and waits
    await regrant(who, "faculty", { kind: "instructor", person: lecturer });
    await computations(before + 2); // the new scope was heard of and is being computed
    open();
    await witness.next("snapshot", "v");
    await viewer.next("snapshot", "v", from);
    expect(new Set(studentsTold(viewer, from))).toEqual(new Set([12]));
    viewer.close();
    witness.close();
  });

  it("shows nothing of anyone to who lost every grant", async () => {
    const who = await web.signIn("dean", { kind: "org-units", orgUnits: ["u-mine"] });
    const [viewer, witness] = [await web.connect(who), await web.connect(await web.signIn("admin", everything))];
    expect((await viewer.subscribe("v", attendance)).answer.n).toBe(12);
    await witness.subscribe("v", attendance);
    const from = viewer.heard.length;
    await regrant(who, null);
    expect((await viewer.next("snapshot", "v", from)).answer).toMatchObject({ value: null, n: 0 });
    await change(witness);
    expect(new Set(studentsTold(viewer, from))).toEqual(new Set([0]));
    viewer.close();
    witness.close();
  });

  it("stops at once when a role ends by its time, without a notice", async () => {
    const who = await web.signIn("admin", everything);
    await regrant(who, "admin", everything, "1 hour");
    const [viewer, witness] = [await web.connect(who), await web.connect(await web.signIn("admin", everything))];
    expect((await viewer.subscribe("v", attendance)).answer.n).toBe(24);
    await witness.subscribe("v", attendance);
    const from = viewer.heard.length;
    clock = 2 * 3_600_000;
    await change(witness);
    expect((await viewer.next("snapshot", "v", from)).answer.n).toBe(0);
    expect(new Set(studentsTold(viewer, from))).toEqual(new Set([0]));
    viewer.close();
    witness.close();
  });

  it("says goodbye when the session is ended, is over, or its user is disabled", async () => {
    const endings: ((who: SignedIn) => Promise<unknown>)[] = [
      (who) => web.sessions.end(who.sessionId),
      (who) => test.database.owner.query(`UPDATE app."user" SET disabled_at = now() WHERE id = $1`, [who.userId]),
      (who) => test.database.owner.query("DELETE FROM app.session WHERE id = $1", [who.sessionId]),
      async () => (clock = 13 * 3_600_000),
    ];
    for (const end of endings) {
      const who = await web.signIn("admin", everything);
      const viewer = await web.connect(who);
      await viewer.subscribe("v", attendance);
      await end(who);
      expect((await viewer.next("goodbye")).code).toBe("unauthenticated");
      await viewer.next("disconnect");
    }
  });

  it("follows the scope when the data moves it: a section given to another department", async () => {
    const viewer = await web.connect(await web.signIn("dean", { kind: "org-units", orgUnits: ["u-foreign"] }));
    await viewer.subscribe("v", { ...attendance, section: "s-foreign" });
    viewer.socket.emit("watch", { id: "w", section: "s-foreign" });
    await viewer.next("touched", "w");
    const from = viewer.heard.length;
    await happen(test.database, event("course.defined", { course: "c-foreign", title: "foreign", orgUnit: "u-mine" }));
    expect((await viewer.next("closed", "v", from)).problem.code).toBe("not-found");
    await viewer.next("closed", "w", from);
    expect(viewer.heard.slice(from).map((one) => one.event)).toEqual(["closed", "closed"]);
    await happen(test.database, event("course.defined", { course: "c-foreign", title: "foreign", orgUnit: "u-foreign" }));
    viewer.close();
  });

  it("an advisor follows advisees alone, and hears of their sections", async () => {
    const viewer = await web.connect(await web.signIn("advisor", { kind: "advisor", person: advisor }));
    expect((await viewer.subscribe("v", attendance)).answer.n).toBe(1);
    viewer.socket.emit("watch", { id: "w", section: "s-foreign" });
    await viewer.next("touched", "w");
    const from = viewer.heard.length;
    await happen(test.database, event("attendance.recorded", { meeting: "m-foreign", student: studentOf("foreign", 0), status: "late" }));
    expect((await viewer.next("delta", "v", from)).head.measures).toMatchObject({ late: 1 });
    await viewer.next("touched", "w", from);
    viewer.close();
  });

  it("CELL-1: frames to a viewer hold no small count, in snapshot or delta", async () => {
    const viewer = await web.connect(await web.signIn("viewer", { kind: "org-units", orgUnits: ["u-small"] }));
    await happen(
      test.database,
      event("org-unit.defined", { orgUnit: "u-small", name: "small", kind: "department" }),
      event("course.defined", { course: "c-small", title: "small", orgUnit: "u-small" }),
      event("section.defined", { section: "s-small", course: "c-small", term: "t", instructors: [] }),
      event("meeting.changed", { meeting: "m-small", section: "s-small", startsAt: "2026-03-10T01:00:00Z", status: "held" }),
      ...[1, 2, 3].map((n) => roll("small", n, "present")),
    );
    const view = { ...attendance, groupBy: "section" };
    const { answer } = await viewer.subscribe("v", view);
    expect(answer).toMatchObject({ value: null, suppressed: true });
    const from = viewer.heard.length;
    await happen(test.database, ...[1, 2, 3, 4].map((n) => roll("small", n, "absent")));
    await viewer.next("delta", "v", from);
    for (const { event: kind, frame } of viewer.heard) {
      if (kind !== "snapshot" && kind !== "delta") continue;
      const [head, groups] = kind === "snapshot" ? [frame.answer, frame.answer.groups ?? []] : [frame.head, frame.put];
      for (const cell of [head, ...groups]) {
        expect(cell).toMatchObject({ suppressed: true, value: null });
        expect(Object.keys(cell)).not.toContain("measures");
        expect(Object.keys(cell)).not.toContain("n");
      }
    }
    viewer.close();
  });
});
