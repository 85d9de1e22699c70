import { describe, expect, it } from "vitest";
import { BellwetherError, problemResponse } from "./errors";
import { type Fault, hearUnexpected } from "./unexpected";

describe("a fault of ours", () => {
  const heard: Fault[] = [];
  hearUnexpected((fault) => heard.push(fault));

  it("is answered without its inside, and told to the log without what was asked", async () => {
    const error = Object.assign(new TypeError('invalid input syntax for type uuid: "Kim Haneul"'), { code: "22P02" });
    const answer = problemResponse(error);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({
      type: "urn:bellwether:problem:internal",
      title: "Something failed on our side.",
      status: 500,
      code: "internal",
    });
    expect(heard).toEqual([
      { name: "TypeError", code: "22P02", at: expect.arrayContaining([expect.stringContaining("unexpected.test.ts")]) },
    ]);
    expect(JSON.stringify(heard)).not.toContain("Haneul");
  });

  it("what was foreseen is no fault", () => {
    heard.length = 0;
    problemResponse(new BellwetherError("not-found", "There is nothing here."));
    expect(heard).toEqual([]);
  });
});
