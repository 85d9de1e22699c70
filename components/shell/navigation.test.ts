import { describe, expect, it } from "vitest";
import { homeOf, navigationOf } from "./navigation";

describe("navigation", () => {
  it.each([
    ["admin", "overview"],
    ["dean", "overview"],
    ["faculty", "sections"],
    ["advisor", "students"],
    ["engineer", "overview"],
    ["viewer", "overview"],
  ] as const)("%s begins at %s", (role, room) => {
    expect(homeOf([role])).toBe(room);
    expect(navigationOf([role])[0]).toEqual({ room, href: "/" });
  });

  it("offers who has several roles each of their rooms once", () => {
    expect(navigationOf(["faculty", "advisor"])).toEqual([
      { room: "sections", href: "/" },
      { room: "students", href: "/students" },
      { room: "overview", href: "/overview" },
    ]);
  });

  it("gives somebody without a role the overview", () => {
    expect(navigationOf([])).toEqual([{ room: "overview", href: "/" }]);
  });
});
