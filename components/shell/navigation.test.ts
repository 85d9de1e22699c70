import { describe, expect, it } from "vitest";
import { combine } from "@/lib/access/principal";
import { builtInRoles, type Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { homeOf, navigationOf } from "./navigation";

const holding = (...roles: Role[]) => over({ kind: "institution" }, ...roles);
const over = (scope: PlainScope, ...roles: Role[]) => combine(roles.map((role) => ({ role: builtInRoles[role], scope })));

describe("navigation", () => {
  it.each([
    ["admin", "overview"],
    ["dean", "overview"],
    ["faculty", "sections"],
    ["advisor", "students"],
    ["engineer", "data"],
    ["viewer", "overview"],
  ] as const)("%s begins at %s", (role, room) => {
    expect(homeOf(holding(role))).toBe(room);
    expect(navigationOf(holding(role))[0]).toEqual({ room, href: "/" });
  });

  it("offers who has several roles each of their rooms once", () => {
    expect(navigationOf(holding("advisor", "faculty"))).toEqual([
      { room: "sections", href: "/" },
      { room: "students", href: "/students" },
      { room: "overview", href: "/overview" },
      { room: "reports", href: "/reports" },
    ]);
  });

  it("gives somebody without a role the overview", () => {
    expect(navigationOf(holding())).toEqual([{ room: "overview", href: "/" }]);
  });

  it("offers data and administration to whom they are open, and to nobody else", () => {
    expect(navigationOf(holding("admin"))).toEqual([
      { room: "overview", href: "/" },
      { room: "reports", href: "/reports" },
      { room: "data", href: "/data" },
      { room: "admin", href: "/admin" },
    ]);
    expect(navigationOf(holding("engineer"))).toEqual([
      { room: "data", href: "/" },
      { room: "overview", href: "/overview" },
      { room: "reports", href: "/reports" },
    ]);
    const ofAPart = { kind: "org-units" as const, orgUnits: ["u1"] };
    const ofFigures = [
      { room: "overview", href: "/" },
      { room: "reports", href: "/reports" },
    ];
    expect(navigationOf(over(ofAPart, "engineer"))).toEqual(ofFigures);
    expect(navigationOf(over(ofAPart, "admin"))).toEqual(ofFigures);
  });
});
