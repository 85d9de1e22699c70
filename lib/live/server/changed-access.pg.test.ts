import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { changeSignInSetting } from "@/lib/access/change-sign-in-settings";
import type { Role } from "@/lib/access/roles";
import { type PlainScope, scopeKey } from "@/lib/access/scope";
import { answerKpi } from "@/lib/kpis/answer-request";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { Compute } from "../hub/hub";
import { campus, happen, headOfFeed, lecturer, roll, zone } from "../testing/campus";
import { LiveProcess, type SignedIn } from "../testing/live-process";
import type { Viewer } from "../testing/viewer";

const attendance = { kpi: "attendance-rate" } as const;
const everything: PlainScope = { kind: "institution" };

describe("SCOPE-1: access that changes on an open socket", () => {
  const test = useTestDatabase();
  let web: LiveProcess;
  let clock = 0;
  /** Where set, computations wait for it once they have read. */
  let gate: Promise<void> | null = null;
  /** The scopes that were computed for, in their order. */
  const computed: string[] = [];
  let onComputed = () => {};
  const computedFor = (scope: string, from: number) =>
    new Promise<void>((resolve) => {
      onComputed = () => computed.slice(from).some((one) => one.includes(scope)) && resolve();
      onComputed();
    });

  const compute: Compute = async (principal, request, locale, now) => {
    const answer = await answerKpi({ database: test.database, timeZone: zone, now, locale }, principal, request);
    computed.push(scopeKey(principal.scope));
    onComputed();
    if (gate !== null) await gate;
    return answer;
  };

  beforeAll(async () => {
    // No session is idle where the clock jumps.
    await changeSignInSetting(test.database, "system", "idleMinutes", "1440");
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
  const head = () => headOfFeed(test.database);
  let turn = 0;
  /** Something changes for both sides, and the witnesses have been told. */
  const change = async (...witnesses: Viewer[]) => {
    turn += 1;
    const before = await head();
    await happen(test.database, ...["mine", "foreign"].map((side) => roll(side, 1, turn % 2 === 0 ? "present" : "absent")));
    await Promise.all(witnesses.map((viewer) => viewer.until(() => viewer.studentsTold(before).size > 0)));
  };

  it("leaves the old scope before anything else is sent when a grant is replaced by a narrower one", async () => {
    const who = await web.signIn("admin", everything);
    const [viewer, witness] = [await web.connect(who), await web.connect(await web.signIn("admin", everything))];
    expect((await viewer.subscribe("v", attendance)).answer.n).toBe(24);
    await witness.subscribe("v", attendance);
    const from = viewer.heard.length;
    await regrant(who, "faculty", { kind: "instructor", person: lecturer });
    const regranted = await head();
    await change(witness);
    await viewer.next("snapshot", "v", from);
    await change(witness, viewer);
    expect(viewer.studentsTold(regranted)).toEqual(new Set([12]));
    viewer.close();
    witness.close();
  });

  it("tells the page that it was made for other rights: where they narrow, where they end, and not where they stay", async () => {
    const who = await web.signIn("dean", everything);
    const viewer = await web.connect(who);
    const first = await viewer.next("identity");
    await regrant(who, "dean", everything);
    const told = [first.access];
    const course: PlainScope = { kind: "courses", courses: ["c1"] };
    const grants: [Role | null, PlainScope][] = [
      ["dean", course],
      ["viewer", course],
      [null, course],
    ];
    for (const [role, scope] of grants) {
      const from = viewer.heard.length;
      await regrant(who, role, scope);
      const next = await viewer.next("identity", undefined, from);
      expect(next.view).toBeNull();
      told.push(next.access);
    }
    expect(new Set(told).size).toBe(4);
    expect(viewer.heard.filter(({ event }) => event === "identity")).toHaveLength(4);
    viewer.close();
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
    const before = computed.length;
    const begun = await head();
    await happen(test.database, roll("foreign", 2, "late"));
    const witness = await web.connect(await web.signIn("admin", everything));
    witness.socket.emit("subscribe", { id: "v", view: attendance });
    await computedFor("everything", before); // the answer for the old scope is read, and waits
    await regrant(who, "dean", { kind: "sections", sections: ["s-mine", "of-this-test"] });
    await computedFor("of-this-test", before); // the new scope was heard of and is being computed
    open();
    await witness.next("snapshot", "v");
    await viewer.until(() => viewer.studentsTold(begun).size > 0);
    expect(viewer.studentsTold(begun)).toEqual(new Set([12]));
    viewer.close();
    witness.close();
  });

  it("sends no data from the notice of a change until it is known what changed", async () => {
    const who = await web.signIn("admin", everything);
    const [viewer, witness] = [await web.connect(who), await web.connect(await web.signIn("admin", everything))];
    await viewer.subscribe("v", attendance);
    await witness.subscribe("v", attendance);
    const from = viewer.heard.length;
    const regranted = await head();
    const lock = await test.database.owner.connect();
    await lock.query("BEGIN; LOCK TABLE app.session IN ACCESS EXCLUSIVE MODE"); // nobody can be looked up
    await regrant(who, "faculty", { kind: "instructor", person: lecturer });
    await change(witness);
    await change(witness);
    expect(viewer.studentsTold(regranted)).toEqual(new Set());
    await lock.query("COMMIT");
    lock.release();
    await viewer.next("snapshot", "v", from);
    expect(viewer.studentsTold(regranted)).toEqual(new Set([12]));
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
    const revoked = await head();
    expect((await viewer.next("snapshot", "v", from)).answer).toMatchObject({ value: null, n: 0 });
    await change(witness);
    await viewer.until(() => viewer.studentsTold(revoked).size > 0);
    expect(viewer.studentsTold(revoked)).toEqual(new Set([0]));
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
    const ended = await head();
    await change(witness);
    expect((await viewer.next("snapshot", "v", from)).answer.n).toBe(0);
    await viewer.until(() => viewer.studentsTold(ended).size > 0);
    expect(viewer.studentsTold(ended)).toEqual(new Set([0]));
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

  it("says goodbye to a page that stands open and live, and that nobody uses", async () => {
    await changeSignInSetting(test.database, "system", "idleMinutes", "60");
    const who = await web.signIn("admin", everything);
    const viewer = await web.connect(who);
    await viewer.subscribe("v", attendance);
    clock = 59 * 60_000;
    await web.sessions.touch(who.sessionId);
    clock = 2 * 59 * 60_000;
    await change(viewer); // used within the hour
    clock = 2 * 60 * 60_000;
    expect((await viewer.next("goodbye")).code).toBe("unauthenticated");
    await changeSignInSetting(test.database, "system", "idleMinutes", "1440");
  });
});
