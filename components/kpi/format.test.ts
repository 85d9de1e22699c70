import { describe, expect, it } from "vitest";
import { formatDay, formatDays, formatDistance, formatGap, formatInstant, formatValue } from "./format";

describe("values and differences", () => {
  it("are written in their unit, and a missing one as a dash", () => {
    expect(formatValue(0.9125, "ratio", "en")).toBe("91.3%");
    expect(formatValue(3.2, "points", "ko")).toBe("3.20");
    expect(formatValue(null, "ratio", "en")).toBe("–");
  });

  it("carry their sign in columns and none in sentences", () => {
    expect(formatGap(-0.0512, "ratio", "en")).toBe("−5.1 pp");
    expect(formatGap(0.0512, "ratio", "ko")).toBe("+5.1%p");
    expect(formatDistance(-0.25, "points", "en")).toBe("0.25");
  });

  it("that round to nothing have no direction", () => {
    expect(formatGap(-0.0004, "ratio", "en")).toBe("±0.0 pp");
  });
});

describe("days and instants", () => {
  it("follow the language", () => {
    expect(formatDay("2026-11-09", "en")).toBe("9 Nov");
    expect(formatDay("2026-11-09", "ko")).toBe("11월 9일");
    expect(formatDay("2026-09-01", "en", true)).toBe("1 Sep 2026");
  });

  it("say once what the ends of a range share", () => {
    expect(formatDays("2026-11-09", "2026-11-15", "en")).toBe("9–15 Nov");
    expect(formatDays("2026-11-09", "2026-11-15", "ko")).toBe("11월 9일~15일");
    expect(formatDays("2026-09-28", "2026-10-04", "en", true)).toBe("28 Sep – 4 Oct 2026");
    expect(formatDays("2026-09-14", "2027-01-01", "en", true)).toBe("14 Sep 2026 – 1 Jan 2027");
    expect(formatDays("2026-12-28", "2027-01-03", "ko", true)).toBe("2026년 12월 28일~2027년 1월 3일");
  });

  it("are in the institution's zone, wherever the reader is", () => {
    expect(formatInstant("2026-11-09T23:30:00Z", "en", "Asia/Seoul")).toBe("10 Nov 2026, 08:30");
    expect(formatInstant("2026-11-09T15:00:00Z", "ko", "Asia/Seoul")).toBe("2026년 11월 10일 00:00");
  });
});
