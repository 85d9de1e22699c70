import { describe, expect, it } from "vitest";
import { idsOfScope, scopeKindOf } from "./recorded-scope";

describe("a scope as the audit has it", () => {
  it.each([
    [{ kind: "institution" }, "institution", []],
    [{ kind: "org-units", orgUnits: ["a", "b"] }, "org-units", ["a", "b"]],
    [{ kind: "sections", ids: ["{class}"] }, "sections", ["{class}"]],
    [{ kind: "instructor", person: "p" }, "instructor", ["p"]],
    [{ kind: "advisor", personClaim: "employee" }, "advisor", ["{employee}"]],
    [{ kind: "students", students: ["s"] }, "students", ["s"]],
    [{ kind: "king" }, null, []],
    ["institution", null, []],
  ])("%j", (scope, kind, ids) => {
    expect(scopeKindOf(scope)).toBe(kind);
    expect(idsOfScope(scope)).toEqual(ids);
  });
});
