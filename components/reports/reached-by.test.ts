import { describe, expect, it } from "vitest";
import { reachedBy } from "./reached-by";

describe("how far a run has come", () => {
  it("is to how many it came, and not how many nothing more is done for", () => {
    const none = { waiting: 0, sending: 0, sent: 0, kept: 0, refused: 0, failed: 0, withheld: 0, cancelled: 0, bounced: 0 };
    expect(reachedBy({ ...none, cancelled: 6 })).toBe(0);
    expect(reachedBy({ ...none, sent: 3, kept: 1, waiting: 2, sending: 1, refused: 1, failed: 1, withheld: 1, bounced: 1 })).toBe(4);
  });
});
