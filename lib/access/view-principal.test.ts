import { describe, expect, it } from "vitest";
import type { Permission } from "./permissions";
import { combine, type Grant, type UserPrincipal } from "./principal";
import { builtInRoles } from "./roles";
import type { PlainScope } from "./scope";
import { lapseOf, viewedPrincipal } from "./view-principal";
import type { ViewRow } from "./view-row";

const institution: PlainScope = { kind: "institution" };
const unit: PlainScope = { kind: "org-units", orgUnits: ["eng"] };
const lecturer: PlainScope = { kind: "instructor", person: "00000000-0000-4000-8000-000000000001" };
const own = (id: string, ...permissions: Permission[]) => ({ ...builtInRoles.viewer, id, permissions });
const [looker, viewed] = ["00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000a2"];

const view: ViewRow = {
  id: "00000000-0000-4000-8000-0000000000b1",
  began_at: "2026-03-09T09:00:00+00:00",
  ends_at: "2026-03-09T09:30:00+00:00",
  as: `user:${viewed}`,
  user: { id: viewed, name: "Lee", email: "lee@example.org", active: true },
  grants: [],
};
const principalOf = (grants: readonly Grant[]): UserPrincipal => ({
  kind: "user",
  userId: looker,
  sessionId: "00000000-0000-4000-8000-0000000000c1",
  name: "Kim",
  email: "kim@example.org",
  ...combine(grants),
});
/** What somebody with these grants sees as somebody with those. */
const asSeen = (held: readonly Grant[], grants: readonly Grant[], row = view) => viewedPrincipal(principalOf(held), held, row, grants);
const admin: Grant = { role: builtInRoles.admin, scope: institution };

describe("SCOPE-1: who a session is while it is viewed as somebody", () => {
  it("an administrator sees what a lecturer sees: the lecturer's scopes, home and name", () => {
    const grants = [{ role: builtInRoles.faculty, scope: lecturer }];
    expect(asSeen([admin], grants)).toMatchObject({
      userId: viewed,
      name: "Lee",
      roles: [{ id: "faculty", home: "sections" }],
      scope: lecturer,
      studentScope: lecturer,
      recordScope: lecturer,
      studentLevel: true,
      viewedBy: { userId: looker, name: "Kim", as: `user:${viewed}`, person: true, until: Date.parse("2026-03-09T09:30:00Z") },
    });
  });

  it("nothing of administration comes along, whoever is viewed; the data page does, where both have it", () => {
    expect([...asSeen([admin], [admin]).may]).toEqual(["data:mend"]);
    expect([...asSeen([{ role: own("support", "view-as:use"), scope: institution }], [admin]).may]).toEqual([]);
    expect([...asSeen([admin], [{ role: builtInRoles.engineer, scope: unit }]).may]).toEqual([]);
  });

  it("who may not see students one by one does not see them as somebody who may, and gets suppressed figures", () => {
    const support = { role: own("support", "view-as:use"), scope: institution };
    expect(asSeen([support], [{ role: builtInRoles.faculty, scope: lecturer }])).toMatchObject({
      scope: lecturer,
      studentScope: { kind: "none" },
      recordScope: { kind: "none" },
      studentLevel: false,
    });
  });

  it("what the looker holds for a part of the institution counts for nothing", () => {
    const held = [
      { role: own("support", "view-as:use"), scope: institution },
      { role: builtInRoles.dean, scope: unit },
    ];
    expect(asSeen(held, [{ role: builtInRoles.dean, scope: unit }]).studentScope).toEqual({ kind: "none" });
  });

  it("of several grants each is narrowed by itself", () => {
    const held = [{ role: own("support", "view-as:use", "students:see"), scope: institution }];
    const seen = asSeen(held, [
      { role: builtInRoles.dean, scope: unit },
      { role: builtInRoles.viewer, scope: institution },
    ]);
    expect(seen).toMatchObject({ studentScope: unit, recordScope: { kind: "none" }, studentLevel: false });
  });

  it("a role is nobody: no name, and an id that is nobody's", () => {
    const row = { ...view, user: null, as: "role:dean" };
    const seen = asSeen([admin], [{ role: builtInRoles.dean, scope: unit }], row);
    expect(seen).toMatchObject({ userId: view.id, name: "", email: "", viewedBy: { as: "role:dean", person: false } });
  });

  it("ends where it would show figures of a scope that the looker may not choose, and holds over their own and over nothing", () => {
    const support = { role: own("support", "view-as:use"), scope: institution };
    const sees = { role: own("registrar", "view-as:use", "students:see"), scope: institution };
    const over = (scope: PlainScope, ends_at: string | null = null) => ({
      role: { ...builtInRoles.viewer, permissions: [] },
      scope,
      ends_at,
    });
    const began = Date.parse(view.began_at);
    const lapse = (held: readonly Grant[], ...scopes: PlainScope[]) =>
      lapseOf({ ...view, grants: scopes.map((scope) => over(scope)) }, combine(held), began);
    expect(lapse([support], unit)).toBe("permission");
    expect(lapse([support, { role: builtInRoles.dean, scope: unit }], unit)).toBe("permission");
    expect(lapse([support], institution)).toBeNull();
    expect(lapse([support], unit, institution)).toBeNull();
    expect(lapse([support])).toBeNull();
    expect(lapse([sees], unit)).toBeNull();
    const left = { ...view, grants: [over(institution, view.began_at), over(unit)] };
    expect(lapseOf(left, combine([support]), began - 1)).toBeNull();
    expect(lapseOf(left, combine([support]), began)).toBe("permission");
  });

  it.each([
    ["holds", view, [admin], "2026-03-09T09:29:59.999Z", null],
    ["is over by its time", view, [admin], "2026-03-09T09:30:00Z", "time"],
    ["ends with the permission", view, [{ role: builtInRoles.dean, scope: institution }], "2026-03-09T09:10:00Z", "permission"],
    [
      "ends where the permission is for a part only",
      view,
      [{ role: builtInRoles.admin, scope: unit }],
      "2026-03-09T09:10:00Z",
      "permission",
    ],
    [
      "ends with whom it is of",
      { ...view, user: { id: viewed, name: "Lee", email: "", active: false } },
      [admin],
      "2026-03-09T09:10:00Z",
      "viewed-disabled",
    ],
  ] as const)("a view that %s", (_, row, held, now, lapse) => {
    expect(lapseOf(row, combine(held), Date.parse(now))).toBe(lapse);
  });
});
