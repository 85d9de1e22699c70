import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { createUser } from "@/lib/access/users";
import { drainOnce } from "@/lib/aggregator/testing/drain";
import { appendToLog } from "@/lib/aggregator/testing/log-fixture";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { explainAccess } from "./explain-access";
import type { Thing } from "./explain-shape";
import { whatTheySee } from "./what-they-see";

const kim = "00000000-0000-4000-8000-00000000000a";
const lee = "00000000-0000-4000-8000-00000000000b";
const lecturer = "00000000-0000-4000-8000-0000000000c1";
const advisor = "00000000-0000-4000-8000-0000000000d1";
const now = new Date("2026-03-09T03:00:00Z");
const asked = { now, timeZone: "Asia/Seoul", korean: false, threshold: 10 };
let written = 0;
const event = (type: string, data: Record<string, unknown>) => {
  written += 1;
  const at = "2026-03-02T00:00:00Z";
  return { id: `e${written}`, type, source: "urn:t", occurredAt: at, recordedAt: at, data };
};

/** Engineering with Computer Science (CS-101 in two sections) and Law beside it; kim in CS-101-2, lee in LAW-1-1. */
const events = [
  event("term.defined", { term: "t", name: "T", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-30" }),
  event("org-unit.defined", { orgUnit: "uni", name: "University", kind: "institution" }),
  event("org-unit.defined", { orgUnit: "eng", name: "Engineering", kind: "college", parent: "uni" }),
  event("org-unit.defined", { orgUnit: "cs", name: "Computer Science", kind: "department", parent: "eng" }),
  event("org-unit.defined", { orgUnit: "law", name: "Law", kind: "college", parent: "uni" }),
  event("course.defined", { course: "CS-101", title: "Algorithms", orgUnit: "cs" }),
  event("course.defined", { course: "LAW-1", title: "Contracts", orgUnit: "law" }),
  event("section.defined", { section: "CS-101-1", course: "CS-101", term: "t", instructors: [] }),
  event("section.defined", { section: "CS-101-2", course: "CS-101", term: "t", instructors: [lecturer] }),
  event("section.defined", { section: "LAW-1-1", course: "LAW-1", term: "t", instructors: [] }),
  event("student.defined", { student: kim, advisor }),
  event("student.defined", { student: lee, advisor: null }),
  event("enrollment.changed", { section: "CS-101-2", student: kim, status: "enrolled", effectiveOn: "2026-03-02" }),
  event("enrollment.changed", { section: "LAW-1-1", student: lee, status: "enrolled", effectiveOn: "2026-03-02" }),
];

describe("access, explained", () => {
  const test = useTestDatabase();

  beforeAll(async () => {
    await appendToLog(test.database, events);
    await drainOnce(test.database, asked.timeZone);
    await test.database.owner.query(
      "INSERT INTO app.role (id, name, home, permissions) VALUES ('counsellor', 'Counsellor', 'students', '{students:see}')",
    );
  });

  const holding = async (...grants: readonly (readonly [Role | "counsellor", PlainScope])[]) => {
    const [first, ...rest] = grants;
    const [role, scope] = first ?? ["viewer", { kind: "none" } as const];
    const user = await createUser(test.database, { email: `${randomUUID()}@example.org`, name: "N", role, scope });
    for (const [more, over] of rest) {
      await test.database.owner.query("INSERT INTO app.role_grant (id, user_id, role, scope) VALUES ($1, $2, $3, $4)", [
        randomUUID(),
        user,
        more,
        JSON.stringify(over),
      ]);
    }
    return user;
  };
  const explain = (user: string, kind: Thing["kind"], id: string) => explainAccess(test.database, user, { kind, id }, asked);
  const units = (...orgUnits: string[]): PlainScope => ({ kind: "org-units", orgUnits });

  it("a dean sees a section because it is of a course that hangs on a unit under the dean's", async () => {
    const dean = await holding(["dean", units("eng")]);
    await test.database.owner.query("UPDATE app.role_grant SET ends_at = '2026-12-31T15:00:00Z' WHERE user_id = $1", [dean]);
    const found = await explain(dean, "sections", "CS-101-2");
    expect(found).toMatchObject({
      thing: { name: "CS-101-2" },
      levels: { figures: "exact", partOnly: false, students: true, names: true, rolls: true },
      suppressedBy: [],
      reasons: [{ role: { id: "dean" }, scope: { members: [{ id: "eng", name: "Engineering" }] }, until: "2026-12-31", through: [] }],
    });
    expect(found.reasons[0]?.line.map(({ name }) => name)).toEqual(["CS-101-2", "CS-101 Algorithms", "Computer Science", "Engineering"]);
    expect((await explain(dean, "departments", "cs")).reasons[0]?.line.map(({ id }) => id)).toEqual(["cs", "eng"]);
    for (const [kind, id] of [
      ["departments", "law"],
      ["departments", "uni"],
      ["courses", "LAW-1"],
      ["sections", "LAW-1-1"],
      ["students", lee],
    ] as const) {
      expect(await explain(dean, kind, id)).toMatchObject({
        levels: { figures: null, students: false, names: false, rolls: false },
        reasons: [],
      });
    }
  });

  it("each scope gives what its reads have, and says through what", async () => {
    const cases: [PlainScope, Thing["kind"], string, object][] = [
      [{ kind: "institution" }, "students", lee, { through: ["LAW-1-1"] }],
      [units("cs"), "students", kim, { through: ["CS-101-2"] }],
      [{ kind: "courses", courses: ["CS-101"] }, "sections", "CS-101-1", { line: [{ id: "CS-101-1" }, { id: "CS-101" }] }],
      [{ kind: "sections", sections: ["CS-101-1"] }, "courses", "CS-101", { levels: { partOnly: true } }],
      [{ kind: "instructor", person: lecturer }, "sections", "CS-101-2", { through: ["CS-101-2"], levels: { rolls: true } }],
      [{ kind: "instructor", person: lecturer }, "courses", "CS-101", { levels: { partOnly: true } }],
      [{ kind: "advisor", person: advisor }, "students", kim, { through: [] }],
      [{ kind: "advisor", person: advisor }, "sections", "CS-101-2", { levels: { partOnly: true, students: true, rolls: false } }],
      [{ kind: "students", students: [kim] }, "students", kim, { scope: { students: [{ student: kim, called: null }] } }],
      [{ kind: "students", students: [kim] }, "sections", "CS-101-2", { levels: { partOnly: true, rolls: false } }],
    ];
    for (const [scope, kind, id, reason] of cases) {
      expect([scope, id, (await explain(await holding(["faculty", scope]), kind, id)).reasons]).toMatchObject([scope, id, [reason]]);
    }
    const nothing: [PlainScope, Thing["kind"], string][] = [
      [{ kind: "instructor", person: lecturer }, "sections", "CS-101-1"],
      [{ kind: "instructor", person: lecturer }, "departments", "cs"],
      [{ kind: "advisor", person: advisor }, "students", lee],
      [{ kind: "students", students: [kim] }, "students", lee],
      [{ kind: "sections", sections: ["CS-101-1"] }, "students", kim],
    ];
    for (const [scope, kind, id] of nothing) {
      expect([scope, id, await explain(await holding(["faculty", scope]), kind, id)]).toMatchObject([
        scope,
        id,
        { levels: { figures: null } },
      ]);
    }
  });

  it("of several grants each that reaches it is told, and which of them hides small counts in all", async () => {
    const user = await holding(["dean", units("cs")], ["viewer", { kind: "institution" }], ["dean", units("law")]);
    expect(await explain(user, "sections", "CS-101-1")).toMatchObject({
      levels: { figures: "suppressed", students: true, rolls: true },
      reasons: [
        { role: { id: "dean" }, levels: { figures: "exact", students: true } },
        { role: { id: "viewer" }, levels: { figures: "suppressed", students: false } },
      ],
      suppressedBy: [{ id: "viewer" }],
    });
  });

  it("a role that allows students and no names says so", async () => {
    const user = await holding(["counsellor", { kind: "students", students: [kim] }]);
    expect(await explain(user, "students", kim)).toMatchObject({ levels: { students: true, names: false } });
    expect(await whatTheySee(test.database, user, { now, korean: false })).toMatchObject({ students: 1, named: 0, recordable: 0 });
  });

  it("grants that are over, and users who are disabled, give nothing", async () => {
    const user = await holding(["dean", units("eng")]);
    await test.database.owner.query("UPDATE app.role_grant SET ends_at = $2 WHERE user_id = $1", [user, now]);
    expect(await explain(user, "sections", "CS-101-2")).toMatchObject({ disabled: false, levels: { figures: null }, reasons: [] });
    await test.database.owner.query("UPDATE app.role_grant SET ends_at = NULL WHERE user_id = $1", [user]);
    expect(await explain(user, "sections", "CS-101-2")).toMatchObject({ levels: { figures: "exact" } });
    await test.database.owner.query(`UPDATE app."user" SET disabled_at = $2 WHERE id = $1`, [user, now]);
    expect(await explain(user, "sections", "CS-101-2")).toMatchObject({ disabled: true, levels: { figures: null }, reasons: [] });
    expect(await whatTheySee(test.database, user, { now, korean: false })).toMatchObject({ disabled: true, figures: null, students: 0 });
  });

  it("what is not there is not found, nor is who is not", async () => {
    const user = await holding(["admin", { kind: "institution" }]);
    for (const [kind, id] of [
      ["sections", "nowhere"],
      ["students", randomUUID()],
      ["students", "kim"],
    ] as const) {
      await expect(explain(user, kind, id)).rejects.toMatchObject({ code: "not-found", facts: { field: kind } });
    }
    await expect(explain(randomUUID(), "sections", "CS-101-2")).rejects.toMatchObject({ code: "not-found", facts: { field: "person" } });
  });

  it("what they see now: places, students, names, sections to record in", async () => {
    const dean = await holding(["dean", units("eng")]);
    expect(await whatTheySee(test.database, dean, { now, korean: false })).toEqual({
      everything: false,
      disabled: false,
      figures: "exact",
      units: {
        count: 2,
        first: [
          { id: "eng", name: "Engineering" },
          { id: "cs", name: "Computer Science" },
        ],
      },
      courses: { count: 1, first: [{ id: "CS-101", name: "CS-101 Algorithms" }] },
      sections: {
        count: 2,
        first: [
          { id: "CS-101-1", name: "CS-101-1" },
          { id: "CS-101-2", name: "CS-101-2" },
        ],
      },
      students: 1,
      named: 1,
      recordable: 2,
      may: [],
    });
    const admin = await holding(["admin", { kind: "institution" }]);
    expect(await whatTheySee(test.database, admin, { now, korean: false })).toMatchObject({
      everything: true,
      units: { count: 4 },
      students: 2,
      may: expect.arrayContaining(["access:manage"]),
    });
  });
});
