import { describe, expect, it } from "vitest";
import { homeOf, navigationOf } from "./navigation";

describe("navigation", () => {
  it.each([
    ["admin", "overview"],
    ["dean", "overview"],
    ["faculty", "sections"],
    ["advisor", "students"],
    ["engineer", "data"],
    ["viewer", "overview"],
  ] as const)("%s begins at %s", (role, room) => {
    const opensData = role === "admin" || role === "engineer";
    expect(homeOf([role], opensData)).toBe(room);
    expect(navigationOf([role], opensData)[0]).toEqual({ room, href: "/" });
  });

  it("offers who has several roles each of their rooms once", () => {
    expect(navigationOf(["faculty", "advisor"], false)).toEqual([
      { room: "sections", href: "/" },
      { room: "students", href: "/students" },
      { room: "overview", href: "/overview" },
    ]);
  });

  it("gives somebody without a role the overview", () => {
    expect(navigationOf([], false)).toEqual([{ room: "overview", href: "/" }]);
  });

  it("offers the data page to whom it is open, and to nobody else", () => {
    expect(navigationOf(["admin"], true)).toEqual([
      { room: "overview", href: "/" },
      { room: "data", href: "/data" },
    ]);
    expect(navigationOf(["engineer"], true)).toEqual([
      { room: "data", href: "/" },
      { room: "overview", href: "/overview" },
    ]);
    // An engineer of a part of the institution.
    expect(navigationOf(["engineer"], false)).toEqual([{ room: "overview", href: "/" }]);
  });
});
