import { describe, expect, it } from "vitest";
import { roleIdOf } from "./role-id";

describe("the id of a role", () => {
  it.each([
    ["Head of Year 1", "head-of-year-1"],
    ["  Déléguée / Étudiants ", "deleguee-etudiants"],
    ["교무처장", "role"],
    ["교무 Registrar", "registrar"],
  ])("%s", (name, id) => {
    expect(roleIdOf(name, new Set())).toBe(id);
  });

  it("is another where it is taken", () => {
    expect(roleIdOf("Dean", new Set(["dean", "dean-2"]))).toBe("dean-3");
  });
});
