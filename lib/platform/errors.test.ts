import { afterEach, describe, expect, it } from "vitest";
import { BellwetherError, hearFailures, problemResponse } from "./errors";

describe("an error at the edge", () => {
  afterEach(() => hearFailures(() => undefined));

  it("that is not of the family says nothing of its inside, and is told to who listens", async () => {
    const told: unknown[] = [];
    hearFailures((error) => told.push(error));
    const fault = new Error('relation "vault.person" of kim@hankuk.example');
    const answer = problemResponse(fault);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({
      type: "urn:bellwether:problem:internal",
      title: "Something failed on our side.",
      status: 500,
      code: "internal",
    });
    expect(told).toEqual([fault]);
  });

  it("of the family says its code and facts, when to ask again as a header, and is no fault", async () => {
    const told: unknown[] = [];
    hearFailures((error) => told.push(error));
    const answer = problemResponse(new BellwetherError("too-many-requests", "Wait.", { retryAfterSeconds: 1.2, field: "x" }));
    expect([answer.status, answer.headers.get("retry-after"), answer.headers.get("cache-control")]).toEqual([
      429,
      "2",
      "private, no-store",
    ]);
    expect(await answer.json()).toMatchObject({ code: "too-many-requests", field: "x" });
    expect(told).toEqual([]);
  });
});
