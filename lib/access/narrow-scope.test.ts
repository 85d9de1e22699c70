import { describe, expect, it } from "vitest";
import { narrowScope, teachingScope } from "./narrow-scope";

const person = "00000000-0000-4000-8000-00000000000a";

describe("narrowing a scope", () => {
  it("keeps only the kinds asked for", () => {
    const scope = {
      kind: "union" as const,
      scopes: [
        { kind: "org-units" as const, orgUnits: ["u"] },
        { kind: "instructor" as const, person },
      ],
    };
    expect(narrowScope(scope, ["instructor"])).toEqual({ kind: "instructor", person });
    expect(narrowScope(scope, ["advisor"])).toEqual({ kind: "none" });
  });

  it("gives nothing of the institution to who neither teaches nor advises", () => {
    expect(teachingScope({ kind: "institution" })).toEqual({ kind: "none" });
  });
});
