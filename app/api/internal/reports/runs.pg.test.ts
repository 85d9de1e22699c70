import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { makeRole } from "@/lib/access/administration/change-roles";
import type { PlainScope } from "@/lib/access/scope";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { shownPreviewSchema, shownRunSchema, startedRunSchema } from "@/lib/reports/manage/run-shapes";
import { runsSchema, shownScheduleSchema } from "@/lib/reports/manage/schedule-shapes";
import { beginRun } from "@/lib/reports/runs/begin-run";
import { claimRun } from "@/lib/reports/runs/claim-run";
import { ask, RouteHarness, sent, withId, zone } from "@/lib/runtime/testing/routes";
import { GET as readPreview } from "./preview/[id]/route";
import { POST as preview } from "./preview/route";
import { POST as cancel } from "./runs/[id]/cancel/route";
import { GET as readRun } from "./runs/[id]/route";
import { GET as getSchedule } from "./schedules/[id]/route";
import { POST as run } from "./schedules/[id]/run/route";
import { GET as listRuns } from "./schedules/[id]/runs/route";
import { POST as schedule } from "./schedules/route";

const institution: PlainScope = { kind: "institution" };
const ofMine: PlainScope = { kind: "org-units", orgUnits: ["u1"] };
const ofOthers: PlainScope = { kind: "org-units", orgUnits: ["u2"] };
const problemSchema = z.object({ status: z.number(), code: z.string(), field: z.string().optional(), rule: z.string().optional() });
type Person = { userId: string; cookie: string };
type Door = (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>;

describe("the API of runs and previews", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  const people = new Map<string, Person>();
  const who = (name: string): Person => people.get(name) ?? { userId: "", cookie: "" };
  const call = (door: Door, name: string, id: string, method: "GET" | "POST" = "GET") =>
    door(ask(`/api/internal/reports/${id}`, { method, cookie: who(name).cookie, ...(method === "POST" ? { body: {} } : {}) }), withId(id));
  const problem = async (answer: Promise<Response>) => {
    const { status, code, field, rule } = problemSchema.parse(await (await answer).json());
    return [status, code, field, rule];
  };
  const scheduled = async (name: string, recipients: readonly object[]) => {
    const body = {
      name: "Mornings",
      content: { kind: "department", subject: { of: "org-unit", orgUnit: "u1" } },
      timing: { rule: { every: "weekday", at: "07:30" }, zone: "Asia/Seoul", startsOn: "2026-03-01" },
      recipients,
      delivery: { email: "none" },
    };
    const answer = await schedule(ask("/api/internal/reports/schedules", { method: "POST", cookie: who(name).cookie, body }));
    return z.object({ id: z.uuid() }).parse(await answer.json()).id;
  };
  const started = async (name: string, id: string) => startedRunSchema.parse(await (await call(run, name, id, "POST")).json()).run;
  const shown = async (name: string, id: string) => shownRunSchema.parse(await (await call(readRun, name, id)).json());
  /** What a worker does first: it works out who gets it. */
  const begin = async () => {
    const { database, now } = harness.services;
    const onError = (error: unknown) => {
      throw error;
    };
    const claimed = await claimRun(database, now(), onError);
    if (claimed === null) throw new Error("There is no run to begin.");
    const ports = { database, now, timeZone: zone, demo: false, messageIdOf: (id: string) => `<${id}@test>` };
    await beginRun(
      {
        ...ports,
        onError,
      },
      claimed,
    );
  };

  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, "2026-03-19T03:00:00Z");
    await harness.happen(
      sent("org-unit.defined", { orgUnit: "u1", name: "Engineering", kind: "department" }),
      sent("org-unit.defined", { orgUnit: "u2", name: "Arts", kind: "department" }),
    );
    people.set("admin", await harness.enter("admin", institution, "Kim"));
    people.set("dean", await harness.enter("dean", ofMine, "Dean Lee"));
    people.set("arts", await harness.enter("dean", ofOthers, "Dean Park"));
    people.set("viewer", await harness.enter("viewer", ofMine, "Viewer"));
  });
  afterAll(() => harness.close());

  it("a report that is run by hand is seen with what becomes of each recipient, and why somebody gets none", async () => {
    const id = await scheduled("admin", [{ to: "role", role: "dean" }]);
    const answer = await call(run, "admin", id, "POST");
    expect(answer.status).toBe(202);
    const { run: made } = startedRunSchema.parse(await answer.json());
    expect(await shown("admin", made)).toMatchObject({
      name: "Mornings",
      purpose: "now",
      schedule: id,
      owner: { name: "Kim", own: true },
      state: "waiting",
      recipients: [],
    });
    // What is clicked twice is sent once.
    expect(await problem(call(run, "admin", id, "POST"))).toEqual([409, "conflict", "id", "running"]);
    await begin();
    const seen = await shown("admin", made);
    expect(seen).toMatchObject({ state: "working", deliveries: { waiting: 1, withheld: 1, sent: 0 }, renderings: { waiting: 1 } });
    expect(seen.recipients.map(({ name, state, detail }) => [name, state, detail])).toEqual([
      ["Dean Park", "withheld", "out-of-scope"],
      ["Dean Lee", "waiting", null],
    ]);
    const { runs } = runsSchema.parse(await (await call(listRuns, "admin", id)).json());
    expect(runs).toMatchObject([{ id: made, purpose: "now", state: "working", recipients: 2, reached: 0, failed: 0 }]);
    expect(shownScheduleSchema.parse(await (await call(getSchedule, "admin", id)).json()).last).toMatchObject({
      id: made,
      state: "working",
    });

    // What a mail server said is told as it said it.
    await test.database.owner.query(
      "UPDATE app.report_delivery SET state = 'refused', attempts = 1, detail = '550 no such mailbox' WHERE run = $1 AND state = 'waiting'",
      [made],
    );
    expect((await shown("admin", made)).recipients[0]).toMatchObject({ name: "Dean Lee", state: "refused", detail: "550 no such mailbox" });
    expect(await shown("admin", made)).toMatchObject({ deliveries: { refused: 1 } });
  });

  it("is cancelled by whose it is, once, and it is in the audit that it was", async () => {
    const id = await scheduled("dean", [{ to: "user", user: who("dean").userId }]);
    const made = await started("dean", id);
    expect((await call(cancel, "dean", made, "POST")).status).toBe(200);
    expect(await shown("dean", made)).toMatchObject({ state: "cancelled", cancelAsked: true });
    expect(await problem(call(cancel, "dean", made, "POST"))).toEqual([409, "conflict", "id", "over"]);
    const did = await test.database.owner.query<{ action: string }>("SELECT action FROM app.audit WHERE subject = $1 ORDER BY id", [
      `report:${id}`,
    ]);
    expect(did.rows.map(({ action }) => action)).toEqual(["report.scheduled", "report.started", "report.cancelled"]);
  });

  it("SCOPE-1: a run of somebody else is not there, as one that nobody has; who manages all sees it", async () => {
    const id = await scheduled("dean", [{ to: "user", user: who("dean").userId }]);
    const made = await started("dean", id);
    for (const [door, method] of [
      [readRun, "GET"],
      [cancel, "POST"],
    ] as const) {
      const ids = [made, "00000000-0000-4000-8000-000000000000", "not-an-id"];
      const answers = await Promise.all(ids.map(async (one) => (await call(door, "arts", one, method)).text()));
      expect(new Set(answers).size).toBe(1);
      expect((await call(door, "arts", made, method)).status).toBe(404);
    }
    expect(await problem(call(run, "arts", id, "POST"))).toEqual([404, "not-found", "id", undefined]);
    expect(await shown("admin", made)).toMatchObject({ state: "waiting", owner: { name: "Dean Lee", own: false } });
    expect((await call(cancel, "admin", made, "POST")).status).toBe(200);
  });

  describe("previews", () => {
    const content = { kind: "department", subject: { of: "org-unit", orgUnit: "u1" } };
    const post = (name: string, more: object = {}) =>
      preview(ask("/api/internal/reports/preview", { method: "POST", cookie: who(name).cookie, body: { name: "Try", content, ...more } }));
    const made = async (name: string, more: object = {}) => startedRunSchema.parse(await (await post(name, more)).json()).run;

    it("SCOPE-1: one is for whoever asked for it alone, its document too", async () => {
      const id = await made("dean");
      const state = async () => shownPreviewSchema.parse(await (await call(readPreview, "dean", id)).json());
      expect(await state()).toEqual({ state: "waiting", title: null, pages: null, problem: null });
      await test.database.owner.query(
        `WITH done AS (UPDATE app.report_rendering SET state = 'ready', title = 'Engineering', pages = 3 WHERE run = $1 RETURNING id)
         INSERT INTO app.report_document (rendering, pdf) SELECT id, $2 FROM done`,
        [id, Buffer.from("%PDF-1.7 of the dean")],
      );
      expect(await state()).toMatchObject({ state: "ready", title: "Engineering", pages: 3 });
      for (const other of ["admin", "arts"])
        for (const door of [readPreview, readRun, cancel])
          expect((await call(door, other, id, door === cancel ? "POST" : "GET")).status).toBe(404);
    });

    it("as somebody else is for who may see as others do, and in the audit", async () => {
      const as = { to: "user", user: who("viewer").userId };
      expect(await problem(post("dean", { as }))).toEqual([403, "forbidden", "as", "view-as:use"]);
      const id = await made("admin", { as });
      const rows = await test.database.owner.query<{ eyes: object }>("SELECT eyes FROM app.report_rendering WHERE run = $1", [id]);
      expect(rows.rows).toEqual([{ eyes: expect.objectContaining({ scope: ofMine, studentLevel: false }) }]);
      const did = await test.database.owner.query<{ actor: string }>(
        "SELECT actor FROM app.audit WHERE action = 'report.previewed' AND subject = $1",
        [`user:${who("viewer").userId}`],
      );
      expect(did.rows).toEqual([{ actor: `user:${who("admin").userId}` }]);
    });

    it("CELL-1: shows nobody a scope that they may not choose: not an address's, nor another reader's", async () => {
      const by = { actor: "system", userId: null, now: new Date(), demo: false };
      const role = await makeRole(test.database, by, {
        name: "Tries",
        nameKo: null,
        home: "overview",
        permissions: ["view-as:use", "reports:manage"],
      });
      people.set("tries", await harness.enter(role, institution));
      const whole = { content: { kind: "institution", subject: { of: "own" } } };
      const outside = (scope: PlainScope) => ({ ...whole, as: { to: "address", address: "board@example.org", scope, language: "en" } });
      const as = (name: string) => ({ ...whole, as: { to: "user", user: who(name).userId } });
      expect(await problem(post("tries", outside(ofMine)))).toEqual([403, "forbidden", "as.scope", "students:see"]);
      for (const one of ["viewer", "dean"])
        expect(await problem(post("tries", as(one)))).toEqual([403, "forbidden", "as.user", "students:see"]);
      for (const more of [whole, outside(institution), as("tries"), as("admin")]) expect((await post("tries", more)).status).toBe(202);
      for (const more of [outside(ofMine), as("dean")]) expect((await post("admin", more)).status).toBe(202);
    });

    it("of what is not one's own to see there is none", async () => {
      expect(await problem(post("arts"))).toEqual([400, "bad-request", "content.subject", "known"]);
      const own = { kind: "section", subject: { of: "own" } };
      expect(await problem(post("arts", { content: own }))).toEqual([409, "conflict", undefined, "nothing-own"]);
    });
  });
});
