import { describe, expect, it } from "vitest";
import { ownAddress, refuseUnanswerable } from "./refuse-unanswerable";

const refused = async (path: string, init: RequestInit = {}): Promise<unknown> => {
  try {
    await refuseUnanswerable(new Request(`http://here.example${path}`, init));
    return null;
  } catch (error) {
    return error;
  }
};

describe("what next-auth cannot answer", () => {
  it("is a callbackUrl that is no address: the last of several", async () => {
    for (const broken of ["nonsense", "%00", "http%3A%2F%2F%5B", "javascript:alert(1)"]) {
      const error = await refused(`/api/auth/providers?callbackUrl=%2F&callbackUrl=${broken}`);
      expect(error).toMatchObject({
        code: "bad-request",
        facts: { field: "callbackUrl", rule: "address", found: decodeURIComponent(broken) },
      });
    }
    for (const fine of ["", "%2Fsections", "https%3A%2F%2Fhere.example%2F"]) {
      expect(await refused(`/api/auth/providers?callbackUrl=nonsense&callbackUrl=${fine}`)).toBeNull();
    }
  });

  it("is a sign-in by password that is not posted", async () => {
    expect(await refused("/api/auth/callback/credentials")).toMatchObject({ code: "method-not-allowed" });
    expect(await refused("/api/auth/callback/credentials", { method: "POST" })).toBeNull();
    expect(await refused("/api/auth/callback/oidc")).toBeNull();
  });

  it("is a body of JSON that is not texts by their names; what was found is not said back", async () => {
    const post = (body: string, type = "application/json") =>
      refused("/api/auth/callback/credentials", { method: "POST", body, headers: { "content-type": type } });
    for (const body of ["{", "", "null", "[]", '{"password":{"secret":1}}']) {
      const error = await post(body);
      expect(error).toMatchObject({ code: "bad-request", facts: { field: expect.any(String), rule: expect.any(String) } });
      expect(JSON.stringify(error)).not.toContain("secret");
    }
    expect(await post('{"username":"dean","password":"x"}')).toBeNull();
    expect(await post("username=dean", "application/x-www-form-urlencoded")).toBeNull();
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
