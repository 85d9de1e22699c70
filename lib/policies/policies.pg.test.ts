import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withScopedRead } from "@/lib/access/scoped-read";
import { computeKpi } from "@/lib/kpis/compute-kpi";
import { type Policy, policySchema } from "@/lib/kpis/policy";
import { policyOn } from "@/lib/kpis/policy-versions";
import { readPolicyVersions } from "@/lib/kpis/read-policy";
import { enrolled, meeting, roll, roster } from "@/lib/kpis/testing/campus";
import { Institution, zone } from "@/lib/kpis/testing/institution";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { listPolicies } from "./list-policies";
import { makeVersion, withdrawVersion } from "./make-version";
import { previewDraft } from "./preview-draft";

const today = "2026-04-20";
const actor = "user:00000000-0000-4000-8000-0000000000f1";

describe("versions of the policy", () => {
  const test = useTestDatabase();
  let campus: Institution;
  let first: Policy;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    campus.today = today;
    await campus.send(
      ...roster,
      meeting("m1", "algo-1", "2026-03-09"),
      ...roll("m1", "2026-03-09", { ana: "present", ben: "late", dan: "absent" }),
      meeting("m2", "algo-1", "2026-04-13"),
      ...roll("m2", "2026-04-13", { ana: "late", ben: "late", dan: "absent" }),
      meeting("m3", "algo-1", "2026-05-11", "planned"),
      meeting("m4", "algo-1", "2026-05-18", "planned"),
      meeting("o1", "algo-25", "2025-09-09"),
      ...roll("o1", "2025-09-09", { ana: "late", ben: "present" }),
      ...["ana", "ben", "dan"].map((student) => enrolled("algo-1", student)),
    );
    first = policyOn(await readPolicyVersions(test.database.owner), today).policy;
  });
  /** The last entry of the audit before a test. */
  let before = "0";

  beforeEach(async () => {
    await campus.defaultPolicy();
    const last = await test.database.owner.query<{ id: string }>("SELECT coalesce(max(id), 0) AS id FROM app.audit");
    before = last.rows[0]?.id ?? "0";
  });

  const make = (policy: Policy, validFrom: string, more: { basedOn?: number; reason?: string } = {}) =>
    makeVersion(test.database, { policy, validFrom, basedOn: 1, actor, today, ...more });
  const withLate = (lateWeight: number) => policySchema.parse({ ...first, attendance: { ...first.attendance, lateWeight } });
  const page = () => listPolicies(test.database, { today, timeZone: zone, korean: false });
  const audit = async () =>
    (await test.database.owner.query("SELECT actor, action, subject, detail FROM app.audit WHERE id > $1 ORDER BY id", [before])).rows;

  it("is made from today on, with who and what in the audit", async () => {
    expect(await make(withLate(0.5), today)).toBe(2);
    expect((await page()).versions[0]).toMatchObject({
      version: 2,
      validFrom: today,
      state: "holds",
      reason: null,
      changes: [{ path: "attendance.lateWeight", before: 1, after: 0.5 }],
    });
    expect(await audit()).toEqual([
      { actor, action: "policy.made", subject: "policy:2", detail: { validFrom: today, changed: ["attendance.lateWeight"] } },
    ]);
  });

  it("of two who save what they began on the same version, one is told of the other", async () => {
    const saved = await Promise.allSettled([make(withLate(0.5), today), make(withLate(0), today)]);
    expect(saved.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(saved.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict", facts: { field: "basedOn", rule: "latest", found: 2 } },
    });
    expect((await page()).latest).toBe(2);
  });

  it.each([
    ["the past without a reason", "2026-03-01", 0.5, { field: "reason", rule: "required" }],
    ["nothing that changes", today, 1, { field: "policy", rule: "changed" }],
  ])("refuses %s", async (_, validFrom, late, facts) => {
    await expect(make(withLate(late), validFrom, { reason: " " })).rejects.toMatchObject({ code: "bad-request", facts });
    expect(await audit()).toEqual([]);
  });

  it("with a reason it may begin in the past", async () => {
    await make(withLate(0.5), "2026-03-01", { reason: "Senate decision" });
    expect((await page()).versions[0]).toMatchObject({ validFrom: "2026-03-01", reason: "Senate decision", state: "holds" });
  });

  it("one that is planned can be withdrawn before its day, once, and until then nothing may take its place unseen", async () => {
    await make(withLate(0.5), "2026-09-01");
    expect((await page()).versions[0]).toMatchObject({ version: 2, state: "ahead" });
    await expect(make(withLate(0), today, { basedOn: 2 })).rejects.toMatchObject({ facts: { field: "validFrom", rule: "planned" } });
    await withdrawVersion(test.database, { version: 2, actor, today });
    await expect(withdrawVersion(test.database, { version: 2, actor, today })).rejects.toMatchObject({ code: "conflict" });
    expect((await page()).versions[0]).toMatchObject({ version: 2, state: "withdrawn" });
    expect(await make(withLate(0), today, { basedOn: 2 })).toBe(3);
    expect((await audit()).map(({ action }) => action)).toEqual(["policy.made", "policy.withdrawn", "policy.made"]);
  });

  it("one that has begun is not withdrawn, and one that is not there is not found", async () => {
    await make(withLate(0.5), today);
    await expect(withdrawVersion(test.database, { version: 2, actor, today })).rejects.toMatchObject({
      code: "conflict",
      facts: { rule: "begun" },
    });
    await expect(withdrawVersion(test.database, { version: 9, actor, today })).rejects.toMatchObject({ code: "not-found" });
  });

  it("the database refuses whatever would change what a version says", async () => {
    const statements = [
      "UPDATE app.policy SET document = '{}'",
      "UPDATE app.policy SET valid_from = '2026-01-01'",
      "DELETE FROM app.policy",
    ];
    for (const statement of statements) await expect(test.database.owner.query(statement)).rejects.toThrow("kept as they were made");
  });

  describe("a draft", () => {
    const preview = (policy: Policy, validFrom: string, seesEveryStudent = true) =>
      previewDraft({ database: test.database, today, locale: "en", seesEveryStudent }, { policy, validFrom });
    const figure = (term: string, orgUnit?: string) =>
      withScopedRead(test.database, { kind: "institution" }, (read) =>
        computeKpi(read, { kpi: "attendance-rate", term, ...(orgUnit === undefined ? {} : { orgUnit }) }, { locale: "en", today }),
      );

    it.each([today, "2026-03-01", "2026-04-01"])(
      "says what figures are once it is saved, from %s on, and writes nothing",
      async (validFrom) => {
        const before = await test.database.owner.query("SELECT version, document FROM app.policy");
        const told = await preview(withLate(0), validFrom);
        expect((await test.database.owner.query("SELECT version, document FROM app.policy")).rows).toEqual(before.rows);
        expect(await audit()).toEqual([]);
        const whole = told.figures.find(({ orgUnit }) => orgUnit === null);
        expect(whole?.now).toBe((await figure("2026-1")).value);
        await make(withLate(0), validFrom, { reason: "because" });
        expect(whole?.drafted).toBe((await figure("2026-1")).value);
        expect(told.figures.find(({ orgUnit }) => orgUnit === "cs")?.drafted).toBe((await figure("2026-1", "cs")).value);
        // Of the marks 1 present, 3 late, 2 absent.
        expect(whole?.ifHeld).toBe(1 / 6);
        expect(told.nothing).toBe(false);
      },
    );

    it("counts the figures already shown that would be others, by term", async () => {
      const told = await preview(withLate(0), "2025-06-01");
      const of = async (term: string) => told.past.terms.find(({ name }) => name === term);
      // Each term: the whole, the unit, the course, the section and the programs; ben, who was late twice, is in another one since April.
      expect(await of("Spring 2026")).toEqual({ name: "Spring 2026", compared: 6, changed: 6 });
      expect(await of("Fall 2025")).toEqual({ name: "Fall 2025", compared: 5, changed: 5 });
      expect(told.past).toMatchObject({ compared: 12, changed: 11, more: false });
      expect((await preview(withLate(0), today)).past).toEqual({ compared: 0, changed: 0, terms: [], more: false });
    });

    it("says plainly that nothing changes", async () => {
      expect(await preview(first, today)).toMatchObject({ nothing: true, changes: [], figures: [] });
      const dropout = policySchema.parse({ ...first, dropout: { ...first.dropout, countLeave: true } });
      expect(await preview(dropout, today)).toMatchObject({ nothing: true, figures: [{ kpi: "dropout-rate" }] });
    });

    it("of a day to come changes no figure of today, and shows what it would be", async () => {
      const told = await preview(withLate(0), "2026-09-01");
      expect(told).toMatchObject({ ahead: true, nothing: false });
      const whole = told.figures.find(({ orgUnit }) => orgUnit === null);
      expect([whole?.drafted, whole?.ifHeld]).toEqual([whole?.now, 1 / 6]);
    });

    it("counts who comes near the absence limit, and who is no more", async () => {
      // Of four meetings a quarter allows one absence, a half two, nine tenths three.
      const limit = (absenceLimit: number) => policySchema.parse({ ...first, attendance: { ...first.attendance, absenceLimit } });
      expect((await preview(limit(0.9), today)).danger?.near).toEqual({ now: 3, drafted: 1, become: 0, stop: 2 });
      expect((await preview(limit(0.1), today)).danger?.near).toEqual({ now: 3, drafted: 3, become: 0, stop: 0 });
    });

    it("counts the figures that the threshold hides and shows again", async () => {
      const threshold = (value: number) => policySchema.parse({ ...first, suppression: { threshold: value } });
      const lower = (await preview(threshold(3), today)).hidden;
      expect(lower?.stop).toBeGreaterThan(0);
      expect(lower?.become).toBe(0);
      expect((lower?.now ?? 0) - (lower?.stop ?? 0)).toBe(lower?.drafted);
    });

    it("CELL-1: says no figure and no count to who does not see every student, but what would change", async () => {
      const low = policySchema.parse({ ...withLate(0), suppression: { threshold: 3 }, targets: { "attendance-rate": 0.9 } });
      const draft = { ...low, attendance: { ...low.attendance, absenceLimit: 0.5 } };
      const told = await preview(draft, "2025-06-01", false);
      expect(told).toMatchObject({
        figures: [],
        danger: null,
        hidden: null,
        past: { compared: 0, terms: [] },
        withheld: true,
        nothing: false,
      });
      expect(told.changes).toEqual((await preview(draft, "2025-06-01")).changes);
      expect(told.targets).toEqual([{ kpi: "attendance-rate", orgUnit: null, now: null, drafted: 0.9 }]);
      expect(await preview(first, today, false)).toMatchObject({ changes: [], nothing: true });
    });

    it("says what is aimed at in each unit that a target names", async () => {
      const narrow = policySchema.parse({
        ...first,
        targets: { "attendance-rate": 0.9 },
        narrowTargets: [{ kpi: "attendance-rate", orgUnit: "eng", value: 0.95 }],
      });
      expect((await preview(narrow, today)).targets).toEqual([
        { kpi: "attendance-rate", orgUnit: null, now: null, drafted: 0.9 },
        { kpi: "attendance-rate", orgUnit: "eng", now: null, drafted: 0.95 },
      ]);
    });
  });
});
