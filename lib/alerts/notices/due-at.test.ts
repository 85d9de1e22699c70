import { describe, expect, it } from "vitest";
import { mailDueAt } from "./due-at";
import type { NoticeTiming } from "./timing-shape";

const due = (timing: Partial<NoticeTiming>, now: string) =>
  mailDueAt({ zone: "Asia/Seoul", quiet: null, digest: { every: "none" }, ...timing }, new Date(now)).toISOString();

describe("when a mail may go out", () => {
  const night = { from: "22:00", to: "07:00" };

  it("at once, but for quiet hours of the reader's own zone", () => {
    expect(due({}, "2026-03-18T13:30:00Z")).toBe("2026-03-18T13:30:00.000Z");
    expect(due({ quiet: night }, "2026-03-18T12:59:00Z")).toBe("2026-03-18T12:59:00.000Z");
    // 22:30 and 03:00 in Seoul
    expect(due({ quiet: night }, "2026-03-18T13:30:00Z")).toBe("2026-03-18T22:00:00.000Z");
    expect(due({ quiet: night }, "2026-03-18T18:00:00Z")).toBe("2026-03-18T22:00:00.000Z");
    expect(due({ quiet: night }, "2026-03-18T22:00:00Z")).toBe("2026-03-18T22:00:00.000Z");
    expect(due({ quiet: { from: "12:00", to: "13:00" } }, "2026-03-18T03:30:00Z")).toBe("2026-03-18T04:00:00.000Z");
    expect(due({ quiet: { from: "12:00", to: "12:00" } }, "2026-03-18T03:30:00Z")).toBe("2026-03-18T03:30:00.000Z");
  });

  it("with the digest that it goes in", () => {
    expect(due({ digest: { every: "hour" } }, "2026-03-18T03:30:00Z")).toBe("2026-03-18T04:00:00.000Z");
    expect(due({ digest: { every: "day", at: "08:00" } }, "2026-03-17T22:59:00Z")).toBe("2026-03-17T23:00:00.000Z");
    expect(due({ digest: { every: "day", at: "08:00" } }, "2026-03-17T23:00:00Z")).toBe("2026-03-18T23:00:00.000Z");
    expect(due({ digest: { every: "day", at: "06:00" }, quiet: night }, "2026-03-18T03:00:00Z")).toBe("2026-03-18T22:00:00.000Z");
  });

  it("by the clock on the wall when clocks change", () => {
    const paris = { zone: "Europe/Paris" };
    // 02:30 is left out on 29 March 2026; 02:30 comes twice on 25 October.
    expect(due({ ...paris, digest: { every: "day", at: "02:30" } }, "2026-03-28T12:00:00Z")).toBe("2026-03-29T01:30:00.000Z");
    expect(due({ ...paris, quiet: { from: "22:00", to: "07:00" } }, "2026-10-24T23:00:00Z")).toBe("2026-10-25T06:00:00.000Z");
  });
});
