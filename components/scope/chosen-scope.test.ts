import { expect, it } from "vitest";
import { chosenOf } from "../admin/keys/chosen-of";
import { toScope } from "./chosen-scope";

const places = [
  { id: "a", name: "A" },
  { id: "b", name: "B" },
];

it("what is chosen is a scope once a place is; the institution needs none", () => {
  expect(toScope({ kind: "institution", places: [] })).toEqual({ kind: "institution" });
  expect(toScope({ kind: "departments", places })).toEqual({ kind: "org-units", orgUnits: ["a", "b"] });
  expect(toScope({ kind: "courses", places })).toEqual({ kind: "courses", courses: ["a", "b"] });
  expect(toScope({ kind: "sections", places })).toEqual({ kind: "sections", sections: ["a", "b"] });
  for (const kind of ["departments", "courses", "sections"] as const) expect(toScope({ kind, places: [] })).toBeNull();
});

it("a key's scope comes back from the chooser as it went in", () => {
  for (const scope of [
    { kind: "institution" as const },
    { kind: "org-units" as const, orgUnits: ["a", "b"] },
    { kind: "courses" as const, courses: ["a", "b"] },
    { kind: "sections" as const, sections: ["a", "b"] },
  ]) {
    const named = scope.kind === "institution" ? [] : places.map((place) => ({ ...place, kind: "departments" as const }));
    expect(toScope(chosenOf({ scope, places: named }))).toEqual(scope);
  }
});
