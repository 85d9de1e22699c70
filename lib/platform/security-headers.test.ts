import { describe, expect, it } from "vitest";
import { fileHeaders, securityHeaders } from "./security-headers";

const directives = (policy: string | undefined) =>
  new Map((policy ?? "").split("; ").map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1)]));

describe("what every answer carries", () => {
  it("no script runs that is neither a file of ours nor of this very answer", () => {
    const policy = directives(securityHeaders("n0nce", false)["content-security-policy"]);
    expect(policy.get("script-src")).toEqual(["'self'", "'nonce-n0nce'"]);
    expect(policy.get("script-src-attr")).toEqual(["'none'"]);
    for (const nothing of ["default-src", "base-uri", "frame-ancestors", "object-src"]) expect(policy.get(nothing)).toEqual(["'none'"]);
    // Nothing is loaded from or sent to another place.
    const sources = [...policy.values()].flat().filter((source) => !/^'(self|none|unsafe-inline|nonce-n0nce)'$/.test(source));
    expect(new Set(sources)).toEqual(new Set(["data:", "blob:"]));
    expect(policy.get("style-src")).toContain("'unsafe-inline'");
  });

  it("what pages are made of is taken for nothing else, by nobody else, and does nothing by itself", () => {
    expect(fileHeaders(false)).toEqual({
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    });
    expect(fileHeaders(true)["strict-transport-security"]).toBe(securityHeaders("n", true)["strict-transport-security"]);
  });

  it("https is made binding only where people reach it by https", () => {
    expect(securityHeaders("n", false)).not.toHaveProperty("strict-transport-security");
    const age = /^max-age=(\d+); includeSubDomains$/.exec(securityHeaders("n", true)["strict-transport-security"] ?? "")?.[1];
    expect(Number(age)).toBeGreaterThanOrEqual(365 * 86_400);
  });
});
