import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { enrolled, meeting, roll, roster } from "./testing/campus";
import { changePolicies, Institution, on, table } from "./testing/institution";

/**
 * algo-1 meets on 9 March: ana present, dan absent. On the 10th ben's mark comes late; on the 11th dan's is corrected.
 * On the 12th circuits goes to the department cs, and on the 13th policy 2 begins.
 */
describe("what was known then", () => {
  const test = useTestDatabase();
  let campus: Institution;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.beginHistory("2025-09-01T00:00:00Z");
    await campus.sendAt("2025-09-02T00:00:00Z", ...roster);
    await campus.sendAt(
      "2026-03-09T08:00:00Z",
      enrolled("algo-1", "ana"),
      enrolled("algo-1", "dan"),
      enrolled("algo-1", "ben"),
      enrolled("circuits-1", "ben"),
      meeting("m1", "algo-1", "2026-03-09"),
      ...roll("m1", "2026-03-09", { ana: "present", dan: "absent" }),
      meeting("m2", "circuits-1", "2026-03-09"),
      ...roll("m2", "2026-03-09", { ben: "late" }),
    );
    await campus.sendAt("2026-03-10T08:00:00Z", ...roll("m1", "2026-03-09", { ben: "absent" }, "2026-03-10"));
    await campus.sendAt("2026-03-11T08:00:00Z", ...roll("m1", "2026-03-09", { dan: "present" }, "2026-03-11"));
    await campus.sendAt(
      "2026-03-12T08:00:00Z",
      on("2026-03-12", "course.defined", { course: "circuits", title: "Circuits", orgUnit: "cs", credits: 2 }),
    );
    await campus.setPolicy({ attendance: { lateWeight: 0 } });
    await changePolicies(test.database, "UPDATE app.policy SET created_at = '2026-03-13T00:00:00Z' WHERE version = 2");
  });

  const marks = async (query: string, principal = campus.admin) => {
    const { value, n, measures } = await campus.ask(`attendance-rate?${query}`, principal);
    return { value, n, ...measures };
  };

  it("a figure is what had been committed by then, to the millisecond", async () => {
    const before = { value: 0.5, n: 2, present: 1, late: 0, absent: 1, excused: 0 };
    expect(await marks("section=algo-1&asOf=2026-03-09T08:00:00Z")).toEqual(before);
    expect(await marks("section=algo-1&asOf=2026-03-10T16:59:59.999%2B09:00")).toEqual(before);
    expect(await marks("section=algo-1&asOf=2026-03-10T17:00:00%2B09:00")).toEqual({ ...before, value: 1 / 3, n: 3, absent: 2 });
    expect(await marks("section=algo-1&asOf=2026-03-11T08:00:00Z")).toEqual({ ...before, value: 2 / 3, n: 3, present: 2 });
    expect(await marks("section=algo-1")).toEqual({ ...before, value: 2 / 3, n: 3, present: 2 });
    expect(await marks("asOf=2026-03-09T07:59:59.999Z")).toEqual({ value: null, n: 0, present: 0, late: 0, absent: 0, excused: 0 });
  });

  it("its day, its term, its policy and its watermark are those of then", async () => {
    const then = await campus.ask("attendance-rate?asOf=2026-03-12T23:59:00Z");
    expect(then).toMatchObject({ policyVersion: 1, term: "2026-1" });
    const later = await campus.ask("attendance-rate?asOf=2026-03-13T00:00:00Z");
    expect(later).toMatchObject({ policyVersion: 2, watermark: { position: then.watermark.position } });
    expect(later.value).not.toEqual(then.value);
    // Nothing of today tells that in October another term was under way.
    expect(await campus.ask("attendance-rate?asOf=2025-10-01T00:00:00Z")).toMatchObject({ term: "2025-2", policyVersion: 1 });
    const first = await campus.ask("attendance-rate?asOf=2026-03-09T08:00:00Z");
    expect(BigInt(first.watermark.position)).toBeLessThan(BigInt(then.watermark.position));
    expect(first.watermark.sources).toHaveLength(1);
    expect((await campus.ask("attendance-rate?asOf=2025-09-01T12:00:00Z")).watermark.sources).toEqual([]);
  });

  it("FRESH-1: says how far the log had been processed, and how long a source had been silent", async () => {
    await test.database.owner.query("UPDATE log.event SET arrived_at = recorded_at");
    await test.database.owner.query("UPDATE warehouse.watermark SET arrived_at = '2026-03-09T07:59:00Z'");
    await test.database.owner.query("UPDATE history.watermark SET arrived_at = '2026-03-09T07:59:00Z'");
    const { watermark } = await campus.ask("attendance-rate?asOf=2026-03-09T08:00:30Z");
    // Ben's late mark, and whatever came after it, had not arrived yet.
    expect(watermark).toMatchObject({ processedThrough: "2026-03-09T08:00:30.000Z", sources: [{ lagSeconds: 90 }] });
    // Had it arrived before and waited, it would be what was processed up to.
    await test.database.owner.query("UPDATE log.event SET arrived_at = '2026-03-09T07:59:30Z' WHERE recorded_at > '2026-03-10T00:00:00Z'");
    const waiting = await campus.ask("attendance-rate?asOf=2026-03-09T08:00:30Z");
    expect(waiting.watermark.processedThrough).toBe("2026-03-09T07:59:30.000Z");
  });

  it("SCOPE-1: scope is that of today, and holds for every part of an answer", async () => {
    const asOf = "asOf=2026-03-11T12:00:00Z";
    const late = { value: 1, n: 1, present: 0, late: 1, absent: 0, excused: 0 };
    expect(await marks(`orgUnit=ee&${asOf}`)).toEqual(late);
    // Circuits has left the dean of ee since, with all its past; nor is it a part of what cs was then.
    expect(await marks(asOf, campus.dean("ee"))).toEqual({ value: null, n: 0, present: 0, late: 0, absent: 0, excused: 0 });
    expect(await campus.ask(`attendance-coverage?${asOf}`, campus.dean("ee"))).toMatchObject({ measures: { heldMeetings: 0 } });
    expect(await campus.ask(`course-withdrawal-rate?${asOf}`, campus.dean("ee"))).toMatchObject({ n: 0, measures: { registered: 0 } });
    expect(await marks(asOf, campus.dean("cs"))).toMatchObject({ n: 3, late: 0 });
    expect(await marks("", campus.dean("cs"))).toMatchObject({ n: 3, late: 1 });
    // A dean of both reaches it under either, and has what an administrator has.
    for (const kpi of ["attendance-rate", "attendance-coverage", "course-withdrawal-rate", "engagement-rate", "dropout-rate"]) {
      const asDean = await campus.ask(`${kpi}?groupBy=org_unit&${asOf}`, campus.dean("eng"));
      expect(asDean).toEqual(await campus.ask(`${kpi}?orgUnit=eng&groupBy=org_unit&${asOf}`));
    }
    expect(table(await campus.ask(`attendance-rate?groupBy=org_unit&${asOf}`)).map(([key]) => key)).toEqual(["cs", "ee"]);
    const park = await campus.bound("faculty", "park");
    expect(await marks(asOf, park)).toMatchObject({ n: 0, present: 0 });
    await expect(campus.ask(`attendance-rate?section=algo-1&${asOf}`, park)).rejects.toMatchObject({ code: "not-found" });
    // Known today, and not then.
    await expect(campus.ask("attendance-rate?section=algo-1&asOf=2025-09-01T12:00:00Z")).rejects.toMatchObject({ code: "not-found" });
  });

  it("CELL-1: small groups are hidden today, and of a past nothing is told but what had been released then", async () => {
    const now = await campus.ask("attendance-rate?section=algo-1", campus.viewer);
    expect(now).toMatchObject({ value: null, suppressed: true });
    expect(JSON.stringify(now)).not.toContain("measures");
    // Nothing had been released to such readers then, and nothing is released of then any more.
    for (const query of ["", "groupBy=date&"]) {
      await expect(campus.ask(`attendance-rate?${query}asOf=2026-03-11T12:00:00Z`, campus.viewer)).rejects.toMatchObject({
        facts: { rule: "not-released" },
      });
    }
  });
});
