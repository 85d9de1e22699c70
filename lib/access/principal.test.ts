import { describe, expect, it } from "vitest";
import { combine } from "./principal";
import { builtInRoles, type RoleDefinition } from "./roles";

const unit = { kind: "org-units" as const, orgUnits: ["u"] };
const sections = { kind: "sections" as const, sections: ["s"] };
const own = (...permissions: RoleDefinition["permissions"]): RoleDefinition => ({
  id: "own",
  name: "Own",
  nameKo: null,
  home: "overview",
  permissions,
});

describe("what grants add up to", () => {
  it("PII-1: names go with the grants that allow names and students both", () => {
    const { studentScope, nameScope } = combine([
      { role: own("students:see"), scope: unit },
      { role: own("people:name"), scope: { kind: "institution" } },
      { role: builtInRoles.faculty, scope: sections },
    ]);
    expect(studentScope).toEqual({ kind: "union", scopes: [unit, sections] });
    expect(nameScope).toEqual(sections);
  });

  it("figures are exact where every grant allows students, and what concerns the institution needs a grant over all of it", () => {
    const all = { kind: "institution" } as const;
    expect(combine([{ role: builtInRoles.dean, scope: unit }]).studentLevel).toBe(true);
    expect(
      combine([
        { role: builtInRoles.dean, scope: unit },
        { role: builtInRoles.viewer, scope: all },
      ]).studentLevel,
    ).toBe(false);
    expect(combine([]).studentLevel).toBe(false);
    expect([...combine([{ role: builtInRoles.admin, scope: unit }]).may]).toEqual([]);
    expect([...combine([{ role: own("access:manage"), scope: all }]).may]).toEqual(["access:manage"]);
  });
});
