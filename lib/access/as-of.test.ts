import { describe, expect, it } from "vitest";
import { asOfMoment, inThePast } from "./as-of";
import { courseInScope, programInScope } from "./scope-sql";

const now = new Date("2026-03-09T00:00:00Z");

describe("asOf", () => {
  it("is a moment with its offset, at most a minute ahead", () => {
    expect(asOfMoment("2026-03-09T09:00:59.9999+09:00", now).at.toISOString()).toBe("2026-03-09T00:00:59.999Z");
    expect(() => asOfMoment("2026-03-09T09:01:00.001+09:00", now)).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ rule: "future" }) }),
    );
    for (const text of ["", "2026-03-09", "2026-03-09T09:00:00", "2026-03-09T09:00:00 09:00", "2026-02-30T00:00:00Z"]) {
      expect(() => asOfMoment(text, now, "since")).toThrow(
        expect.objectContaining({ facts: { field: "since", rule: "date-time", found: text } }),
      );
    }
  });

  it("asks tables and policy of the past, and scope of today", () => {
    expect(inThePast("SELECT (SELECT position FROM warehouse.feed_head) FROM warehouse.dim_term t, app.policy p, app.setting s")).toBe(
      "SELECT (SELECT position FROM past.feed_head) FROM past.dim_term t, past.policy p, app.setting s",
    );
    expect(inThePast("warehouse.org_unit_subtree(ARRAY[1]), warehouse.processed_through(), warehouse.moment()")).toBe(
      "past.org_unit_subtree(ARRAY[1]), past.processed_through(), past.moment()",
    );
    for (const sql of [courseInScope("c"), programInScope("p")]) {
      const functions = (text: string) => text.match(/\bwarehouse\.\w+\(/g);
      expect(functions(inThePast(sql))).toEqual(functions(sql));
      expect(inThePast(sql)).not.toMatch(/\bwarehouse\.(dim|fact|cell)_/);
    }
    expect(inThePast(inThePast(programInScope("p")))).toBe(inThePast(programInScope("p")));
  });
});
