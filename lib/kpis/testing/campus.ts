import { on, type Sent } from "./institution";

/**
 * A college of engineering with two departments, and a department beside it; three terms; five students.
 *
 *   uni ─ eng ─ cs   program p-cs    course algo (3 credits)     sections algo-1 (kim), algo-2 (lee)
 *       │     └ ee   program p-ee    course circuits (2 credits) section  circuits-1 (lee)
 *       └ hum        program p-hist  course poetry (no credits)  section  poetry-1 (park)
 *
 *   ana, ben: p-cs, advised by cho · dan: p-ee · eve: p-hist · fay: no program
 *   From 1 April on ben is in p-ee.
 */
export const terms: Sent[] = [
  on("2025-01-10", "term.defined", {
    term: "2025-1",
    name: "Spring 2025",
    academicYear: "2025",
    startsOn: "2025-03-03",
    endsOn: "2025-06-20",
  }),
  on("2025-01-10", "term.defined", {
    term: "2025-2",
    name: "Fall 2025",
    academicYear: "2025",
    startsOn: "2025-09-01",
    endsOn: "2025-12-19",
  }),
  on("2025-01-10", "term.defined", {
    term: "2026-1",
    name: "Spring 2026",
    academicYear: "2026",
    startsOn: "2026-03-02",
    endsOn: "2026-06-19",
    censusOn: "2026-03-23",
  }),
];

const unit = (orgUnit: string, kind: string, parent: string | null, nameKo: string | null = null) =>
  on("2025-01-10", "org-unit.defined", { orgUnit, name: orgUnit.toUpperCase(), nameKo, kind, parent });
const section = (id: string, course: string, term: string, ...instructors: string[]) =>
  on("2025-01-10", "section.defined", { section: id, course, term, instructors });
const student = (id: string, program: string | null, advisor: string | null = null, from = "2025-02-01") =>
  on(from, "student.defined", { student: id, program, advisor });

export const roster: Sent[] = [
  ...terms,
  unit("uni", "institution", null),
  unit("eng", "college", "uni"),
  unit("cs", "department", "eng", "컴퓨터학과"),
  unit("ee", "department", "eng"),
  unit("hum", "department", "uni"),
  on("2025-01-10", "program.defined", { program: "p-cs", name: "Computing", orgUnit: "cs" }),
  on("2025-01-10", "program.defined", { program: "p-ee", name: "Electronics", orgUnit: "ee" }),
  on("2025-01-10", "program.defined", { program: "p-hist", name: "History", orgUnit: "hum" }),
  on("2025-01-10", "course.defined", { course: "algo", title: "Algorithms", orgUnit: "cs", credits: 3 }),
  on("2025-01-10", "course.defined", { course: "circuits", title: "Circuits", orgUnit: "ee", credits: 2 }),
  on("2025-01-10", "course.defined", { course: "poetry", title: "Poetry", orgUnit: "hum" }),
  section("algo-25", "algo", "2025-2", "kim"),
  section("algo-1", "algo", "2026-1", "kim"),
  section("algo-2", "algo", "2026-1", "lee"),
  section("circuits-1", "circuits", "2026-1", "lee"),
  section("poetry-1", "poetry", "2026-1", "park"),
  student("ana", "p-cs", "cho"),
  student("ben", "p-cs", "cho"),
  student("ben", "p-ee", "cho", "2026-04-01"),
  student("dan", "p-ee"),
  student("eve", "p-hist"),
  student("fay", null),
];

export const enrolled = (sectionId: string, studentId: string, status = "enrolled", effectiveOn = "2026-02-20", recorded?: string) =>
  on("2026-02-20", "enrollment.changed", { section: sectionId, student: studentId, status, effectiveOn }, recorded ?? effectiveOn);

export const meeting = (id: string, sectionId: string, day: string, status = "held", recorded?: string) =>
  on(day, "meeting.changed", { meeting: id, section: sectionId, startsAt: `${day}T09:00:00+09:00`, status }, recorded);

/** A roll as `ana: present`. */
export const roll = (id: string, day: string, marks: Record<string, string>, recorded?: string) =>
  Object.entries(marks).map(([studentId, status]) => on(day, "attendance.recorded", { meeting: id, student: studentId, status }, recorded));
