import { describe, expect, it } from "vitest";
import { inThePast } from "@/lib/access/as-of";
import { courseInScope, orgUnitInScope, programInScope, sectionHeldInScope, sectionInScope } from "@/lib/access/scope-sql";
import { hasFilter, withoutFilter } from "./without-filter";

describe("a statement without its filter", () => {
  it.each([orgUnitInScope, sectionHeldInScope, sectionInScope, courseInScope, programInScope])("%s", (inScope) => {
    const sql = `SELECT 1 WHERE ${inScope("s.some_key")}`;
    expect(hasFilter(sql)).toBe(true);
    expect(hasFilter(withoutFilter(sql))).toBe(false);
    expect(withoutFilter(sql)).toMatch(/^SELECT 1 WHERE \(true\s+OR /);
    expect(hasFilter(withoutFilter(inThePast(sql)))).toBe(false);
  });

  it("leaves alone what was asked for", () => {
    const asked = "SELECT present FROM warehouse.cell_attendance WHERE section_key = ANY($1::int[]) AND term_key = $2";
    expect(withoutFilter(asked)).toBe(asked);
  });
});
