import { describe, expect, it } from "vitest";
import { ownAddress, refuseUnanswerable } from "./refuse-unanswerable";

const refused = (path: string, method = "GET") => {
  try {
    refuseUnanswerable({ method, url: `http://here.example${path}` });
    return null;
  } catch (error) {
    return error;
  }
};

describe("what next-auth cannot answer", () => {
  it("is a callbackUrl that is no address: the last of several", () => {
    for (const broken of ["nonsense", "%00", "http%3A%2F%2F%5B", "javascript:alert(1)"]) {
      const error = refused(`/api/auth/providers?callbackUrl=%2F&callbackUrl=${broken}`);
      expect(error).toMatchObject({
        code: "bad-request",
        facts: { field: "callbackUrl", rule: "address", found: decodeURIComponent(broken) },
      });
    }
    for (const fine of ["", "%2Fsections", "https%3A%2F%2Fhere.example%2F"]) {
      expect(refused(`/api/auth/providers?callbackUrl=nonsense&callbackUrl=${fine}`)).toBeNull();
    }
  });

  it("is a sign-in by password that is not posted", () => {
    expect(refused("/api/auth/callback/credentials")).toMatchObject({ code: "method-not-allowed" });
    expect(refused("/api/auth/callback/credentials", "POST")).toBeNull();
    expect(refused("/api/auth/callback/oidc")).toBeNull();
  });
});

describe("where a sign-in leads", () => {
  const baseUrl = "https://here.example";
  it("is a page of ours, whatever was sent", () => {
    expect(ownAddress({ url: "/sections", baseUrl })).toBe("https://here.example/sections");
    expect(ownAddress({ url: "https://here.example/a", baseUrl })).toBe("https://here.example/a");
    for (const url of ["https://evil.example", "http://[", "", 5, null, {}]) expect(ownAddress({ url, baseUrl })).toBe(baseUrl);
  });
});
