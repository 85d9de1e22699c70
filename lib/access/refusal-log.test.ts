import { describe, expect, it } from "vitest";
import { type Refusal, type RefusalLine, RefusalLog } from "./refusal-log";

const by = (principal: string): Refusal => ({ principal, method: "GET", resource: "students/*", status: 404 });

describe("the log of refused accesses", () => {
  const open = () => {
    const lines: RefusalLine[] = [];
    const clock = { now: 0 };
    return {
      lines,
      clock,
      log: new RefusalLog(
        (line) => lines.push(line),
        () => clock.now,
      ),
    };
  };

  it("has a line for each, as it was", () => {
    const { lines, log } = open();
    log.tell(by("user:a"));
    log.tell({ ...by("user:b"), viewedAs: "role:dean", by: ["section"] });
    expect(lines).toEqual([by("user:a"), { ...by("user:b"), viewedAs: "role:dean", by: ["section"] }]);
  });

  it("is flooded by nobody, and says how many were left out; others are written meanwhile", () => {
    const { lines, clock, log } = open();
    for (let n = 0; n < 10_000; n += 1) log.tell(by("user:a"));
    expect(lines).toHaveLength(20);
    log.tell(by("user:b"));
    expect(lines).toHaveLength(21);
    // Ten a second for a minute: one line every five seconds.
    for (let n = 0; n < 600; n += 1) {
      clock.now += 100;
      log.tell(by("user:a"));
    }
    clock.now += 5_000;
    log.tell(by("user:a"));
    const own = lines.filter(({ principal }) => principal === "user:a");
    expect(own.length).toBeLessThanOrEqual(20 + 14);
    expect(own.reduce((sum, { withheld = 0 }) => sum + 1 + withheld, 0)).toBe(10_601);
  });
});
