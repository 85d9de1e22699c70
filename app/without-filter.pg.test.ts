import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readScopeNames } from "@/lib/access/administration/name-scopes";
import { combine, type UserPrincipal } from "@/lib/access/principal";
import { builtInRoles, type Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { type ScopedRead, withScopedRead } from "@/lib/access/scoped-read";
import { answerChanges, parseChangesRequest } from "@/lib/kpis/answer-changes";
import { answerKpi, parseKpiRequest } from "@/lib/kpis/answer-request";
import { answerRows } from "@/lib/kpis/answer-rows";
import { askOf } from "@/lib/kpis/compute-kpi";
import { kpiDefinitions } from "@/lib/kpis/definitions";
import { readContext } from "@/lib/kpis/read-context";
import { readPolicy, readPolicyVersions } from "@/lib/kpis/read-policy";
import { figuresOfLeaves } from "@/lib/kpis/releases/ground";
import { unitsOf } from "@/lib/kpis/targets";
import type { Database } from "@/lib/platform/database";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { turnOf } from "@/lib/platform/testing/full-run";
import { previewDraft } from "@/lib/policies/preview-draft";
import { isStillTheirs } from "@/lib/reports/archive/still-theirs";
import { renderedContentSchema } from "@/lib/reports/content-shape";
import { readReport } from "@/lib/reports/figures/read-report";
import { ownCourses, ownSections, ownUnits } from "@/lib/reports/recipients/own-places";
import { provideServices } from "@/lib/runtime/services";
import { watchPool } from "@/lib/runtime/testing/access/watch-pool";
import { hasFilter, withoutFilter } from "@/lib/runtime/testing/access/without-filter";
import { root } from "@/lib/runtime/testing/product";
import { zone } from "@/lib/runtime/testing/routes";
import { coversScope } from "@/lib/warehouse/access/covers-scope";
import { explainAccess } from "@/lib/warehouse/access/explain-access";
import { lineAbove } from "@/lib/warehouse/access/line-above";
import { heldSections, reaches } from "@/lib/warehouse/access/reach";
import { whatTheySee } from "@/lib/warehouse/access/what-they-see";
import { findCourse, findDepartment, findSection } from "@/lib/warehouse/queries/find-place";
import { findRecordableMeeting } from "@/lib/warehouse/queries/find-recordable-meeting";
import { findRecordableSection } from "@/lib/warehouse/queries/find-recordable-section";
import { findVisibleSection } from "@/lib/warehouse/queries/find-visible-section";
import { findAdvisees, findVisibleStudent } from "@/lib/warehouse/queries/find-visible-students";
import { getRunningGrades } from "@/lib/warehouse/queries/get-running-grades";
import { getSectionRoll } from "@/lib/warehouse/queries/get-section-roll";
import { getSectionStudents } from "@/lib/warehouse/queries/get-section-students";
import { getStudent } from "@/lib/warehouse/queries/get-student";
import { getStudentScores } from "@/lib/warehouse/queries/get-student-scores";
import { isProgram } from "@/lib/warehouse/queries/is-program";
import { listContacts, listLastContacts } from "@/lib/warehouse/queries/list-contacts";
import { listCourseTitles } from "@/lib/warehouse/queries/list-course-titles";
import { listPrograms } from "@/lib/warehouse/queries/list-programs";
import { listRollRows } from "@/lib/warehouse/queries/list-roll-rows";
import { listSectionMarks } from "@/lib/warehouse/queries/list-section-marks";
import { listStudentMarks } from "@/lib/warehouse/queries/list-student-marks";
import { listTerms } from "@/lib/warehouse/queries/list-terms";
import { listUnitNames } from "@/lib/warehouse/queries/list-unit-names";
import { listDepartments, listTaughtSections } from "@/lib/warehouse/queries/list-wall-places";
import { nameScopePlaces } from "@/lib/warehouse/queries/name-scope-places";
import { besides, type CampusInProcess, openCampusInProcess, readRoutes } from "./testing/campus-in-process";
import { rows } from "./testing/rows";
import { ofAll, signedIn } from "./testing/who";

const scopeNames = [
  "nothing",
  "a unit",
  "a course",
  "a section",
  "a lecturer",
  "an advisor",
  "a lecturer who advises",
  "a unit and a section",
] as const;
type ScopeName = (typeof scopeNames)[number];

/**
 * Every query of the application, sent with its own filter taken out, by everybody who has a part: what comes back is
 * the database's doing alone (SCOPE-2). It must be what the application shows with its filter, and hold nothing of
 * others. A file that asks and was not heard here fails the last test.
 */
describe("the database's own guard, the application's filter taken out", () => {
  const test = useTestDatabase();
  let campus: CampusInProcess;
  /** The same database by pools that take the filter out. */
  let bare: Database;
  const heardFrom = new Set<string>();
  const left = new Set<string>();

  beforeAll(async () => {
    campus = await openCampusInProcess(test.url);
    bare = await besides(test.url);
    watchPool(bare.reader, {
      rewrite: withoutFilter,
      asked: (text) => {
        if (hasFilter(withoutFilter(text))) left.add(text);
        for (const [file] of (new Error().stack ?? "").matchAll(/\/(?:lib|components|app)\/[^\s:)?]+\.tsx?/g)) heardFrom.add(file.slice(1));
      },
    });
    const { services } = campus.harness;
    provideServices({ ...services, database: bare });
  });
  afterAll(async () => {
    await bare?.close();
    await campus?.harness.close();
  });

  const scopes = (): Readonly<Record<ScopeName, readonly PlainScope[]>> => {
    const lecturer: PlainScope = { kind: "instructor", person: campus.persons.lecturer };
    const advisor: PlainScope = { kind: "advisor", person: campus.persons.advisor };
    return {
      nothing: [],
      "a unit": [{ kind: "org-units", orgUnits: ["u-mine"] }],
      "a course": [{ kind: "courses", courses: ["c-mine"] }],
      "a section": [{ kind: "sections", sections: ["s-mine"] }],
      "a lecturer": [lecturer],
      "an advisor": [advisor],
      "a lecturer who advises": [lecturer, advisor],
      "a unit and a section": [
        { kind: "org-units", orgUnits: ["u-mine"] },
        { kind: "sections", sections: ["s-mine"] },
      ],
    };
  };
  const reader = (role: Role, ...held: readonly PlainScope[]): UserPrincipal => ({
    kind: "user",
    userId: "00000000-0000-4000-8000-0000000000f1",
    sessionId: "00000000-0000-4000-8000-0000000000f2",
    name: "Reader",
    email: "reader@example.edu",
    ...combine(held.map((scope) => ({ role: builtInRoles[role], scope }))),
  });
  const asking = (database: Database) => ({ database, timeZone: zone, now: campus.harness.services.now(), locale: "en" as const });

  /** The answer, or how it was refused. When something was last processed is told by a clock. */
  const answered = async (ask: Promise<unknown>): Promise<unknown> => {
    const answer = await ask.catch((error: unknown) => ({
      refused: Reflect.get(Object(error), "code"),
      facts: Reflect.get(Object(error), "facts"),
    }));
    return JSON.parse(JSON.stringify(answer, (name, value) => (name === "lagSeconds" || name === "processedThrough" ? null : value)));
  };
  const expectNothingForeign = (found: unknown, what: string) => {
    const text = JSON.stringify(found, (_, value) => (value instanceof Map || value instanceof Set ? [...value] : value)) ?? "";
    for (const secret of campus.foreign) expect(text.includes(secret), `${what}: ${text.slice(0, 400)}`).toBe(false);
  };
  /** Everything that counts something in an answer, at any depth; a figure of nothing has none but zeros. */
  const counts = (found: unknown, inside = false): number[] => {
    if (typeof found === "number") return inside ? [found] : [];
    if (typeof found !== "object" || found === null) return [];
    return Object.entries(found).flatMap(([name, value]) => counts(value, inside || ["measures", "n", "value"].includes(name)));
  };

  /** Rows that were recorded at the same moment come in any order. */
  const inOneOrder = (found: unknown) => {
    const rows: unknown = Reflect.get(Object(found), "rows");
    return Array.isArray(rows) ? rows.map((row) => JSON.stringify(row)).sort() : found;
  };
  const most = (found: unknown) => Math.max(0, ...counts(found));
  const own = () => campus.harness.services.database;
  const withoutPlace = (question: string) => question.split("?")[0] ?? "";

  const questions = kpiDefinitions.flatMap(({ id, groupings, filters }) => {
    const own = ["section=s-mine", "course=c-mine", "orgUnit=u-mine", "program=p-mine", "yearOfStudy=1"];
    const filtered = own.filter((filter) => filters.some((name) => filter.startsWith(`${name}=`))).map((filter) => `${id}?${filter}`);
    const grouped = groupings.map((grouping) => `${id}?groupBy=${grouping}`);
    return [id, ...grouped, ...filtered];
  });
  const moments = ["", "asOf=2026-03-18T00:00:00Z"] as const;
  const withMoment = (question: string, moment: string) =>
    moment === "" ? question : `${question}${question.includes("?") ? "&" : "?"}${moment}`;
  const kpi = (database: Database, who: UserPrincipal, question: string) => {
    const [id = "", query = ""] = question.split("?");
    return answerKpi(asking(database), who, parseKpiRequest(id, new URLSearchParams(query)));
  };

  it.each(scopeNames.map((name, turn) => [name, turnOf(questions, turn, 4)] as const))(
    "SCOPE-2: every KPI, by every breakdown and filter, now and then, is the same for %s",
    async (name, part) => {
      const who = reader("dean", ...(scopes()[name] ?? []));
      for (const question of part)
        for (const moment of moments) {
          const asked = withMoment(question, moment);
          const [filtered, found] = [await answered(kpi(own(), who, asked)), await answered(kpi(bare, who, asked))];
          const isRefused = Reflect.get(Object(filtered), "refused") === "not-found";
          if (!isRefused) expect(found, asked).toEqual(filtered);
          // A place that is not the reader's as a whole is found without the filter: as much of it as is theirs, and no more.
          else
            expect(most(found), asked).toBeLessThanOrEqual(
              most(await answered(kpi(own(), who, withMoment(withoutPlace(question), moment)))),
            );
        }
    },
  );

  it("SCOPE-2: a foreign place has no figure, though it is found", async () => {
    for (const [turn, [name, held]] of Object.entries(scopes()).entries())
      for (const { id, filters } of turnOf(kpiDefinitions, turn, 3))
        for (const filter of ["section=s-else", "course=c-else", "orgUnit=u-else", "program=p-else"])
          for (const moment of moments) {
            if (!filters.some((one) => filter.startsWith(`${one}=`))) continue;
            const asked = withMoment(`${id}?${filter}`, moment);
            const answer = await answered(kpi(bare, reader("dean", ...held), asked));
            expect(
              counts(answer).filter((count) => count !== 0),
              `${name}: ${asked} ${JSON.stringify(answer)}`,
            ).toEqual([]);
          }
  });

  it("SCOPE-2: figures that are released are those of the reader's own, and a foreign place has none", async () => {
    const asked = ["", "?groupBy=org_unit", "?groupBy=section", "?groupBy=program", "?orgUnit=u-mine"];
    for (const [turn, name] of (["nothing", "a unit", "a lecturer", "an advisor"] as const).entries()) {
      const who = reader("viewer", ...(scopes()[name] ?? []));
      for (const { id, filters, groupings } of turnOf(kpiDefinitions, turn, 3)) {
        const fits = (query: string) => [...filters, ...groupings].some((one) => query.includes(one));
        for (const query of asked.filter((one) => one === "" || fits(one))) {
          // What was released once is given again: so each is asked as the first.
          const ask = async (database: Database) => {
            await own().owner.query("TRUNCATE app.released_leaf");
            return answered(kpi(database, who, `${id}${query}`));
          };
          const [found, filtered] = [await ask(bare), await ask(own())];
          if (Reflect.get(Object(filtered), "refused") !== "not-found") expect(found, `${name}: ${id}${query}`).toEqual(filtered);
        }
        for (const query of ["?orgUnit=u-else", "?section=s-else"].filter(fits)) {
          const answer = await answered(kpi(bare, who, `${id}${query}`));
          expect(
            counts(answer).filter((count) => count !== 0),
            `${name}: ${id}${query} ${JSON.stringify(answer)}`,
          ).toEqual([]);
        }
      }
    }
  });

  it("SCOPE-2: what administration tells of a person's sight is what the database shows them", async () => {
    const { userId } = await campus.harness.enter("dean", { kind: "org-units", orgUnits: ["u-mine"] });
    const asked = { now: new Date(), timeZone: zone, korean: false };
    expect(await whatTheySee(bare, userId, asked)).toMatchObject({ students: 12, named: 12 });
    const [own = "", foreign = ""] = [campus.students.mine[0], campus.students.else[0]];
    const explained = async (id: string) => explainAccess(bare, userId, { kind: "students", id }, { ...asked, threshold: 10 });
    expect(await explained(own)).toMatchObject({ levels: { students: true, names: true } });
    expect(await explained(foreign)).toMatchObject({ levels: { figures: null, students: false, names: false }, reasons: [] });
    // Who manages policies has them for the whole institution.
    const [{ policy } = { policy: undefined }] = await withScopedRead(bare, { kind: "none" }, readPolicyVersions);
    if (policy === undefined) throw new Error("There is a policy.");
    const stricter = { ...policy, attendance: { ...policy.attendance, lateWeight: 0, absenceLimit: 0.1 } };
    for (const seesEveryStudent of [true, false]) {
      const asking = { database: bare, today: "2026-03-19", locale: "en", seesEveryStudent } as const;
      expectNothingForeign(await previewDraft(asking, { policy: stricter, validFrom: "2026-03-19" }), "a draft");
    }
  });

  it("SCOPE-2: rows and changes are the reader's own", async () => {
    for (const [turn, [name, held]] of Object.entries(scopes()).entries()) {
      const who = reader("dean", ...held);
      for (const { id } of turnOf(kpiDefinitions, turn, 3)) {
        const rowsOf = (database: Database, query: string) =>
          answered(answerRows(asking(database), who, parseKpiRequest(id, new URLSearchParams(query)), 0));
        const changesOf = (database: Database, query: string) =>
          answered(
            answerChanges(asking(database), who, parseChangesRequest(new URLSearchParams(`kpi=${id}&since=${campus.at.since}&${query}`))),
          );
        for (const [what, of] of [
          ["rows", rowsOf],
          ["changes", changesOf],
        ] as const) {
          const own = await of(bare, "");
          expectNothingForeign(own, `${name}, ${what} of ${id}`);
          // Which meetings took place, and whether their rolls were taken, is in the timetable (guarded-tables.ts).
          if (held.length > 0 && id !== "attendance-coverage")
            expect(inOneOrder(own), `${name}, ${what} of ${id}`).toEqual(inOneOrder(await of(campus.harness.services.database, "")));
          const foreign = await of(bare, "course=c-else");
          expectNothingForeign(foreign, `${name}, ${what} of ${id}`);
          if (id !== "attendance-coverage") expect(JSON.stringify(foreign)).not.toMatch(/"(section|program)":"[sp]-else"/);
        }
      }
    }
  });

  it("SCOPE-2: no route that reads gives away a student of others", async () => {
    for (const [turn, row] of readRoutes.entries())
      for (const who of turnOf(signedIn, turn, 2)) {
        if (ofAll.has(who)) continue;
        for (const side of ["mine", "else"] as const) {
          const response = await campus.call(row, who, side);
          expectNothingForeign(await response.text(), `${who}: ${row.door}, ${side}, ${response.status}`);
        }
      }
  });

  it("SCOPE-2: nothing is entered about students of others", async () => {
    const aboutOthers = rows.filter(({ door }) => /(roll|contacts)$/.test(door));
    expect(aboutOthers).toHaveLength(2);
    for (const row of aboutOthers)
      for (const who of signedIn) {
        if (ofAll.has(who)) continue;
        const response = await campus.call(row, who, "else");
        expect(who === "viewing" ? [403] : [400, 404], `${who}: ${row.door}`).toContain(response.status);
      }
    const looks = rows.filter(({ door }) => door.endsWith("/looks"));
    for (const row of looks) expect((await campus.call(row, "advisor", "mine")).status).toBe(204);
  });

  it("SCOPE-2: nor does a report, whatever its order is about", async () => {
    const { services } = campus.harness;
    for (const [name, held] of Object.entries(scopes()))
      for (const role of ["dean", "viewer"] as const)
        for (const section of ["s-mine", "s-else"]) {
          const { scope, studentScope, nameScope, studentLevel } = reader(role, ...held);
          const eyes = { scope, studentScope, nameScope, studentLevel };
          const subject = { of: "section", section } as const;
          const content = renderedContentSchema.parse({ kind: "section", subject, subjects: [subject] });
          const order = { id: "none", content, eyes, locale: "en" as const, since: new Date(campus.at.since), before: null };
          const report = await answered(readReport({ ...services, database: bare }, order));
          expectNothingForeign(report, `${name}, ${role}: a report of ${section}`);
        }
  });

  it("SCOPE-2: nor does what pages, sockets and entries ask", async () => {
    const [foreign = "", own = ""] = [campus.students.else[0], campus.students.mine[0]];
    const today = "2026-03-19";
    const queries: Readonly<Record<string, (read: ScopedRead) => Promise<unknown>>> = {
      student: async (read) => getStudent(read, foreign, today),
      scores: (read) => getStudentScores(read, foreign),
      marks: (read) => listStudentMarks(read, foreign),
      contacts: (read) => listContacts(read, foreign),
      "last contacts": (read) => listLastContacts(read, [foreign]),
      "running grades of a student": (read) => getRunningGrades(read, { student: foreign }),
      "running grades of a section": (read) => getRunningGrades(read, { section: "s-else" }),
      "students of a section": async (read) => getSectionStudents(read, "s-else", (await readPolicy(read, today)).attendance),
      "marks of a section": (read) => listSectionMarks(read, "s-else"),
      rolls: (read) => listRollRows(read, "m-else"),
    };
    const student = { kind: "students", id: foreign } as const;
    const held: Readonly<Record<string, (read: ScopedRead) => Promise<unknown>>> = {
      "access to a student": (read) => reaches(read, student),
      "a student's sections": async (read) => (await heldSections(read, student)).all,
    };
    const catalogue: Readonly<Record<string, (read: ScopedRead) => Promise<unknown>>> = {
      section: (read) => findSection(read, "s-else", false),
      course: (read) => findCourse(read, "c-else", false),
      department: (read) => findDepartment(read, "u-else", true),
      titles: (read) => listCourseTitles(read, ["c-else"]),
      units: (read) => listUnitNames(read, ["u-else"], false),
      terms: (read) => listTerms(read, today),
      programs: (read) => listPrograms(read),
      "a program by its id": (read) => isProgram(read, "p-else"),
      departments: (read) => listDepartments(read, false),
      taught: (read) => listTaughtSections(read, "t1"),
      "a roll's meetings": (read) => getSectionRoll(read, "s-else", 0.25),
      "figures of leaves": async (read) => {
        const request = { kpi: "attendance-rate", term: "t1" } as const;
        const weeks = await figuresOfLeaves(askOf(read, "en"), request, await readContext(read, request, today));
        return [...weeks].map(([week, sections]) => [week, [...sections]]);
      },
      "a target's units": (read) => unitsOf(read, { kpi: "attendance-rate", section: "s-else" }),
      "what a section hangs on": (read) => lineAbove(read, { kind: "sections", id: "s-else" }, false),
      "places of a scope": (read) => nameScopePlaces(read, [{ kind: "sections", id: "s-else" }], false),
      "a meeting to record": (read) => findRecordableMeeting(read, "n-else"),
      "a section to meet": (read) => findRecordableSection(read, "s-else", "2026-04-02T00:00:00Z"),
    };
    for (const [name, scoped] of Object.entries(scopes())) {
      const { scope } = reader("dean", ...scoped);
      for (const [what, query] of Object.entries(held))
        expect([false, 0], `${name}, ${what}`).toContain(await withScopedRead(bare, scope, query));
      for (const [what, query] of Object.entries(queries)) {
        const found = await withScopedRead(bare, scope, query);
        const empty = found instanceof Map ? [...found] : found;
        expect(empty === null || (Array.isArray(empty) && empty.length === 0), `${name}, ${what}: ${JSON.stringify(empty)}`).toBe(true);
      }
      for (const [what, query] of Object.entries(catalogue))
        expectNothingForeign(await withScopedRead(bare, scope, query), `${name}, ${what}`);
      expectNothingForeign(await readScopeNames(bare, scoped, false), name);
      expectNothingForeign(await findAdvisees(bare, scope), name);
      expectNothingForeign(
        [await ownUnits(bare, scope), await ownCourses(bare, scope, "t1", today), await ownSections(bare, scope, null, today)],
        name,
      );
      expectNothingForeign(await findVisibleSection(bare, scope, "s-else"), name);
      await expect(findVisibleStudent(bare, scope, foreign), name).rejects.toMatchObject({ code: "not-found" });
      // A report about a student of others is nobody's to open, whatever else they reach.
      expect(await coversScope(bare, scope, { kind: "students", students: [foreign] }), name).toBe(false);
    }
    const { scope: taught, ...rights } = reader("dean", { kind: "instructor", person: campus.persons.lecturer });
    const eyes = { scope: taught, studentScope: taught, nameScope: taught, studentLevel: true };
    const [at, later] = [new Date(), new Date()];
    expect(await isStillTheirs(bare, { ...rights, ...eyes }, { eyes, at }, later)).toBe(true);
    const lecturer = reader("dean", { kind: "instructor", person: campus.persons.lecturer });
    expect((await findVisibleStudent(bare, lecturer.scope, own)).students).toEqual(new Set([own]));
  });

  it("SCOPE-2: every file that asks was heard, and no form of the filter is unknown", () => {
    const asks = /\b(?:read|then|now)\.query\b/;
    const files = ["lib", "components", "app"].flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
        .map((file) => join(room, file).replaceAll("\\", "/"))
        .filter(
          (file) => /\.tsx?$/.test(file) && !/\.test\.ts$|\/testing\//.test(file) && asks.test(readFileSync(join(root, file), "utf8")),
        ),
    );
    expect(files.length).toBeGreaterThan(30);
    expect(files.filter((file) => !heardFrom.has(file))).toEqual([]);
    expect([...left]).toEqual([]);
  });
});
