import { describe, expect, it } from "vitest";
import type { PersonId, Vault } from "@/lib/privacy/vault";
import { type ClaimMapping, grantsFrom, type ScopeTemplate } from "./claim-mapping";
import { claimsSchema, valuesOf } from "./claims";
import { parseScopeTemplate } from "./scope-template";

const vault = {
  pseudonymsOf: async (ids: Iterable<string>) => new Map([...ids].map((id) => [id, `person of ${id}` as PersonId])),
} as Vault;

const mapping = (claim: string, value: string | null, role: string, scope: ScopeTemplate): ClaimMapping => ({
  id: "5c4de8ef-7e2b-4d0b-9d0c-6a8a1f6f0f11",
  claim,
  value,
  role,
  scope,
});
const grants = (more: Record<string, unknown>, ...mappings: ClaimMapping[]) =>
  grantsFrom(claimsSchema.parse({ iss: "https://idp.example", sub: "1", ...more }), mappings, vault);
const institution: ScopeTemplate = { kind: "institution" };

describe("claims give grants", () => {
  it.each([
    [{ affiliation: "staff" }, true],
    [{ affiliation: ["member", "staff"] }, true],
    [{ affiliation: "Staff" }, false],
    [{ affiliation: "staffing" }, false],
    [{ affiliation: { staff: true } }, false],
    [{}, false],
  ])("%j by a value of the claim: %s", async (claims, given) => {
    expect(await grants(claims, mapping("affiliation", "staff", "viewer", institution))).toHaveLength(given ? 1 : 0);
  });

  it.each([
    [{ vip: "x" }, 1],
    [{ vip: false }, 1],
    [{ vip: "" }, 0],
    [{ vip: [] }, 0],
    [{ vip: null }, 0],
    [{}, 0],
  ])("%j by any value", async (claims, count) => {
    expect(await grants(claims, mapping("vip", null, "viewer", institution))).toHaveLength(count);
  });

  it("of names that are addresses, and inside of others", () => {
    const claims = { "https://example.org/roles": ["a"], realm_access: { roles: ["b", 3] }, "realm_access.roles2": "c" };
    expect(valuesOf(claims, "https://example.org/roles")).toEqual(["a"]);
    expect(valuesOf(claims, "realm_access.roles")).toEqual(["b", "3"]);
    expect(valuesOf(claims, "realm_access.roles2")).toEqual(["c"]);
    expect(valuesOf(claims, "realm_access.constructor")).toEqual([]);
    expect(valuesOf(claims, "toString.name")).toEqual([]);
  });

  it("SCOPE-1: scope follows the person that a claim names; none or several persons are none", async () => {
    const faculty = mapping("affiliation", "faculty", "faculty", { kind: "instructor", personClaim: "employee" });
    const claims = { affiliation: "faculty" };
    expect(await grants({ ...claims, employee: "i-1" }, faculty)).toEqual([
      { role: "faculty", scope: { kind: "instructor", person: "person of i-1" } },
    ]);
    expect(await grants(claims, faculty)).toEqual([]);
    expect(await grants({ ...claims, employee: ["i-1", "i-2"] }, faculty)).toEqual([]);
    expect(await grants({ ...claims, employee: ["i-1", "i-1"] }, faculty)).toHaveLength(1);
  });

  it("SCOPE-1: a place that a claim names is that place; without it there is no grant and no wider one", async () => {
    const dean = mapping("dean", "true", "dean", { kind: "org-units", ids: ["{college}"] });
    expect(await grants({ dean: true, college: ["b", "a", "a"] }, dean)).toEqual([
      { role: "dean", scope: { kind: "org-units", orgUnits: ["a", "b"] } },
    ]);
    expect(await grants({ dean: true }, dean)).toEqual([]);
    expect(await grants({ dean: true, college: "x".repeat(201) }, dean)).toEqual([]);
  });

  it("the same grant by two mappings is one", async () => {
    const both = [mapping("a", "1", "viewer", institution), mapping("b", null, "viewer", institution)];
    expect(await grants({ a: "1", b: "2" }, ...both)).toHaveLength(1);
  });

  it.each([
    ["institution", { kind: "institution" }],
    ["org-unit:x:y", { kind: "org-units", ids: ["x:y"] }],
    ["section:{s}", { kind: "sections", ids: ["{s}"] }],
    ["course:", null],
    ["toString:x", null],
    ["planet:earth", null],
  ])("%s on the command line", (text, scope) => expect(parseScopeTemplate(text)).toEqual(scope));
});
