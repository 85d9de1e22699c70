import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { backTestSchema, rulesSchema } from "@/lib/alerts/manage/rules-shape";
import { watchOf } from "@/lib/alerts/testing/watches";
import { hearFailures } from "@/lib/platform/errors";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness, withId } from "@/lib/runtime/testing/routes";
import { DELETE, PUT } from "./alerts/[id]/route";
import { POST as stand } from "./alerts/[id]/standing/route";
import { GET as history } from "./alerts/events/route";
import { POST as preview } from "./alerts/preview/route";
import { GET, POST } from "./alerts/route";

const source = "urn:t";
let written = 0;
const event = (type: string, time: string, data: Record<string, unknown>) => {
  written += 1;
  return { specversion: "1.0", id: `e${written}`, source, type, time, data };
};
/** Weeks of a term of twelve students, as many of whom were there. */
const weeks = [12, 12, 11, 6, 6, 12, 12, 7, 12];
const mondays = weeks.map((_, week) => new Date(Date.UTC(2025, 8, 1 + 7 * week)).toISOString().slice(0, 10));
const pastTerm = [
  event("org-unit.defined", "2025-08-01T00:00:00Z", { orgUnit: "u", name: "Unit", kind: "department" }),
  event("term.defined", "2025-08-01T00:00:00Z", {
    term: "t1",
    name: "Autumn",
    academicYear: "2025",
    startsOn: "2025-09-01",
    endsOn: "2025-12-19",
  }),
  event("term.defined", "2025-08-01T00:00:00Z", {
    term: "t2",
    name: "Spring",
    academicYear: "2025",
    startsOn: "2026-03-02",
    endsOn: "2026-06-19",
  }),
  event("course.defined", "2025-08-01T00:00:00Z", { course: "c", title: "Course", orgUnit: "u", credits: 3 }),
  event("section.defined", "2025-08-01T00:00:00Z", { section: "s", course: "c", term: "t1", instructors: [] }),
  ...mondays.flatMap((day, week) => [
    event("meeting.changed", `${day}T01:00:00Z`, { meeting: `m${week}`, section: "s", startsAt: `${day}T10:00:00+09:00`, status: "held" }),
    ...Array.from({ length: 12 }, (_, n) =>
      event("attendance.recorded", `${day}T02:00:00Z`, {
        meeting: `m${week}`,
        student: `p${n}`,
        status: n < (weeks[week] ?? 0) ? "present" : "absent",
      }),
    ),
  ]),
];
const channels = { email: true, webhooks: [] };

describe("alerts over HTTP", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  let dean: string;
  let viewer: string;
  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, "2026-03-18T03:00:00Z");
    await harness.happen(...pastTerm);
    dean = await harness.signIn("dean", { kind: "org-units", orgUnits: ["u"] });
    viewer = await harness.signIn("viewer", { kind: "org-units", orgUnits: ["u"] });
  });
  afterAll(() => harness.close());
  afterEach(() => hearFailures(() => undefined));

  const post = (path: string, cookie: string, body: unknown) => ask(path, { method: "POST", cookie, body });
  const list = async (cookie: string) => rulesSchema.parse(await (await GET(ask("/", { cookie }))).json()).rules;
  const make = async (cookie: string, watch = watchOf()) => {
    const answer = await POST(post("/", cookie, { name: "Low", watch, channels }));
    return z.object({ id: z.uuid() }).parse(await answer.json()).id;
  };
  const test1 = async (cookie: string, watch: ReturnType<typeof watchOf>) => {
    const answer = await preview(post("/", cookie, { watch }));
    expect(answer.status).toBe(200);
    return backTestSchema.parse(await answer.json());
  };

  it("shows what a rule would have fired on in the last term, by the evaluator that live figures go through", async () => {
    const weekly = watchOf({ over: "week", condition: { when: "below", value: 0.7 }, band: 0.05, minimumN: 5, minimumMinutes: 30 });
    expect(await test1(dean, weekly)).toEqual({
      term: { id: "t1", name: "Autumn" },
      by: "week",
      looked: 16,
      known: 9,
      firings: [
        { day: "2025-09-28", overOn: "2025-10-12", value: 0.5, reference: null, n: 12, nExact: true, unit: "ratio" },
        { day: "2025-10-26", overOn: "2025-11-02", value: 7 / 12, reference: null, n: 12, nExact: true, unit: "ratio" },
      ],
    });
    // So far: the fourth week alone does not bring the term below the line, the fifth does.
    const soFar = await test1(dean, watchOf({ condition: { when: "below", value: 0.8 }, band: 0 }));
    expect(soFar.firings.map(({ day, overOn }) => [day, overOn])).toEqual([["2025-10-05", "2025-10-12"]]);
    const fell = watchOf({ over: "week", condition: { when: "fell", by: 0.3, against: "week-before" }, band: 0 });
    expect((await test1(dean, fell)).firings.map(({ day, reference }) => [day, reference])).toEqual([
      ["2025-09-28", 11 / 12],
      ["2025-10-26", 1],
    ]);
    expect((await test1(dean, { ...weekly, over: "day" })).firings.map(({ day }) => day)).toEqual(["2025-09-22", "2025-10-20"]);
    expect(await test1(dean, watchOf({ kpi: "dfw-rate", condition: { when: "above", value: 0.1 } }))).toMatchObject({
      by: "known-then",
      known: 0,
    });
    expect(await test1(dean, watchOf({ condition: { when: "stale", source: null, minutes: 5 }, band: 0 }))).toMatchObject({
      by: "not-kept",
    });
  });

  it("SCOPE-1: a rule is its owner's: for others it is not there, nor is a place out of scope", async () => {
    const id = await make(dean);
    const other = await harness.signIn("dean", { kind: "org-units", orgUnits: ["u"] });
    const change = { name: "Mine", watch: watchOf(), channels, version: 1 };
    for (const answer of [
      await PUT(ask("/", { method: "PUT", cookie: other, body: change }), withId(id)),
      await DELETE(ask("/", { method: "DELETE", cookie: other }), withId(id)),
      await stand(post("/", other, { change: { do: "pause" } }), withId(id)),
      await POST(post("/", dean, { name: "x", watch: watchOf({ place: { kind: "departments", id: "elsewhere" } }), channels })),
    ])
      expect(answer.status).toBe(404);
    expect((await list(other)).length).toBe(0);
    expect((await list(dean)).map((rule) => rule.name)).toEqual(["Low"]);
    await DELETE(ask("/", { method: "DELETE", cookie: dean }), withId(id));
  });

  it("CELL-1: whoever sees releases watches by whole weeks, and tests on what was released", async () => {
    const refused = await POST(post("/", viewer, { name: "x", watch: watchOf({ over: "day" }), channels }));
    expect(await refused.json()).toMatchObject({ code: "bad-request", field: "watch.over" });
    const seen = await test1(viewer, watchOf({ over: "week", condition: { when: "below", value: 0.99 }, band: 0 }));
    for (const { n } of seen.firings) expect(n ?? 0).toBeGreaterThanOrEqual(10);
  });

  it("is changed as it was seen, paused, muted and removed, and the audit says so", async () => {
    const id = await make(dean);
    const change = { name: "Lower", watch: watchOf({ condition: { when: "below", value: 0.5 } }), channels, version: 1 };
    const put = () => PUT(ask("/", { method: "PUT", cookie: dean, body: change }), withId(id));
    expect((await put()).status).toBe(200);
    expect((await put()).status).toBe(409);
    for (const wanted of [{ do: "pause" }, { do: "pause" }, { do: "mute", minutes: 60 }])
      expect((await stand(post("/", dean, { change: wanted }), withId(id))).status).toBe(204);
    expect(await list(dean)).toMatchObject([
      { name: "Lower", version: 2, pausedAt: "2026-03-18T03:00:00.000Z", mutedUntil: "2026-03-18T04:00:00.000Z" },
    ]);
    await stand(post("/", dean, { change: { do: "resume" } }), withId(id));
    expect((await list(dean))[0]?.pausedAt).toBeNull();
    await DELETE(ask("/", { method: "DELETE", cookie: dean }), withId(id));
    expect(await list(dean)).toEqual([]);
    expect(await (await history(ask("/", { cookie: dean }))).json()).toEqual({ events: [] });
    const found = await test.database.owner.query<{ action: string }>("SELECT action FROM app.audit WHERE subject = $1 ORDER BY id", [
      `alert:${id}`,
    ]);
    expect(found.rows.map(({ action }) => action)).toEqual([
      "alert.made",
      "alert.changed",
      "alert.paused",
      "alert.muted",
      "alert.resumed",
      "alert.removed",
    ]);
  });

  it("one that cannot be read is shown by its name, hides no other, and can be removed", async () => {
    const [broken, other] = [await make(dean), await make(dean)];
    await test.database.owner.query(`UPDATE app.alert_rule SET watch = '{"kpi":"secret"}', name = 'Broken' WHERE id = $1`, [broken]);
    const told: unknown[] = [];
    hearFailures((error) => told.push(error));
    const both = async (cookie: string) => rulesSchema.parse(await (await GET(ask("/", { cookie }))).json());
    expect(await both(dean)).toMatchObject({ rules: [{ id: other }], unreadable: [{ id: broken, name: "Broken" }] });
    expect(told).toMatchObject([{ code: "internal", facts: { rule: broken } }]);
    expect((await both(viewer)).unreadable).toEqual([]);
    expect((await DELETE(ask("/", { method: "DELETE", cookie: dean }), withId(broken))).status).toBe(204);
    expect(await both(dean)).toMatchObject({ rules: [{ id: other }], unreadable: [] });
    await DELETE(ask("/", { method: "DELETE", cookie: dean }), withId(other));
  });

  it("a source that nothing came from is refused at its field, and one that is known is taken, whoever watches it", async () => {
    const silent = (name: string) => watchOf({ condition: { when: "stale", source: name, minutes: 5 }, band: 0 });
    const body = { name: "Silence", watch: silent("urn:none"), channels };
    const known = await make(dean, silent(source));
    for (const answer of [
      await POST(post("/", dean, body)),
      await preview(post("/", dean, { watch: body.watch })),
      await PUT(ask("/", { method: "PUT", cookie: dean, body: { ...body, version: 1 } }), withId(known)),
      await POST(post("/", viewer, body)),
    ]) {
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ field: "watch.condition.source", rule: "unknown-source", found: "urn:none" });
    }
    expect((await POST(post("/", viewer, { ...body, watch: silent(source) }))).status).toBe(200);
    await DELETE(ask("/", { method: "DELETE", cookie: dean }), withId(known));
  });

  it("webhooks in a rule are one's own, and of who may have some", async () => {
    const webhooks = ["00000000-0000-4000-8000-000000000009"];
    const refused = await POST(post("/", dean, { name: "x", watch: watchOf(), channels: { email: false, webhooks } }));
    expect(await refused.json()).toMatchObject({ code: "bad-request", field: "channels.webhooks" });
  });
});
