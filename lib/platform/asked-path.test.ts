import { expect, test } from "vitest";
import { isReadablePath, localPath } from "./asked-path";

test("a page of ours is kept with its query", () => {
  expect(localPath("/departments/EEE?term=2026F&compare=none")).toBe("/departments/EEE?term=2026F&compare=none");
  expect(localPath("/?week=3&_rsc=abc")).toBe("/?week=3");
});

test.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "/\t/evil.example/",
  "/.//evil.example",
  "javascript:alert(1)",
  "departments",
  "",
])("%j leads elsewhere and is not followed", (text) => expect(localPath(text)).toBeNull());

test.each(["/api/v1/kpi/dropout-rate", "/sign-in?from=/", "/_next/data"])("%j is no page to come back to", (text) =>
  expect(localPath(text)).toBeNull(),
);

test("a page whose address no header of an answer could hold is not come back to", () => {
  expect(localPath(`/sections/${"x".repeat(1_900)}`)).not.toBeNull();
  expect(localPath(`/sections/${"*".repeat(3_000)}`)).toBeNull();
});

test("an address that names nothing is told from one that does", () => {
  for (const path of ["/departments/%EC%82%AC", "/a%20b"]) expect(isReadablePath(path)).toBe(true);
  for (const path of ["/departments/%00", "/departments/%E0%A4%A", "/%"]) expect(isReadablePath(path)).toBe(false);
});
