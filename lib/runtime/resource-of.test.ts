import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addressWords, filtersOf, resourceOf } from "./resource-of";
import { root } from "./testing/product";

describe("what an address names, without its ids", () => {
  it("every word of an address of ours is known, and no other", () => {
    const files = readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));
    const parts = files.filter((file) => /(^|\/)(route\.ts|page\.tsx)$/.test(file)).flatMap((file) => file.split("/").slice(0, -1));
    expect([...addressWords].sort()).toEqual([...new Set(parts.filter((part) => !/^[([]/.test(part)))].sort());
  });

  it.each([
    ["/students/0f0a6c5e-0000-4000-8000-000000000000", "students/*"],
    ["/students/Kim Min-ji", "students/*"],
    ["/api/internal/students/7/contacts", "api/internal/students/*/contacts"],
    ["/api/v1/kpis/attendance-fate", "api/v1/kpis/*"],
    ["/api/internal/admin/people/x/sessions/end", "api/internal/admin/people/*/sessions/end"],
    [`/data/${"kim/".repeat(100)}`, "data/*/*/*/*/*/*/*/*"],
    ["/wp-login.php", null],
    ["/", null],
  ])("PII-1: %s is %s", (path, resource) => expect(resourceOf(path)).toBe(resource));

  it("PII-1: of filters their names, and never what they ask for", () => {
    expect(filtersOf("?section=CS-101&week=3&orgUnit=kim%40school.example")).toEqual(["section", "orgUnit"]);
    expect(filtersOf("")).toEqual([]);
  });
});
