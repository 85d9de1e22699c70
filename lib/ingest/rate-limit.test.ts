import { describe, expect, it } from "vitest";
import { RateLimit } from "./rate-limit";

describe("the rate of a key", () => {
  it("lets a burst pass, refuses while in debt and says when to come back", () => {
    let now = 0;
    const limit = new RateLimit(() => now);
    limit.admit("a", 10);
    limit.charge("a", 10, 120); // a burst of 100, and 20 of debt
    expect(() => limit.admit("a", 10)).toThrow(
      expect.objectContaining({ code: "too-many-requests", facts: { limit: 10, retryAfterSeconds: 3 } }),
    );
    limit.admit("b", 10);
    now = 2_000;
    expect(() => limit.admit("a", 10)).toThrow();
    now = 2_200;
    limit.admit("a", 10);
  });

  it("charges a body at least one event and forgets no debt", () => {
    const limit = new RateLimit(() => 0);
    for (let body = 0; body < 10; body += 1) {
      limit.admit("a", 1);
      limit.charge("a", 1, 0);
    }
    expect(() => limit.admit("a", 1)).toThrow();
  });
});
