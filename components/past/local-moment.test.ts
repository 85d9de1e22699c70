import { describe, expect, it } from "vitest";
import { instantOf, localOf } from "./local-moment";

describe("moments of a zone", () => {
  it("are instants and back", async () => {
    expect(await instantOf("2026-11-25T18:00", "Asia/Seoul")).toBe("2026-11-25T09:00:00Z");
    expect(await localOf("2026-11-25T09:00:00Z", "Asia/Seoul")).toBe("2026-11-25T18:00");
    expect(await localOf("2026-11-25T18:00:00+09:00", "Europe/London")).toBe("2026-11-25T09:00");
  });

  it("across a change of the clock are the one after, and the first of two", async () => {
    expect(await instantOf("2026-03-29T02:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00Z");
    expect(await instantOf("2026-10-25T02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00Z");
  });

  it("are none where they cannot be read", async () => {
    for (const wrong of ["", "2026-11", "2026-02-30T10:00", "soon"]) expect(await instantOf(wrong, "UTC")).toBeNull();
  });
});
