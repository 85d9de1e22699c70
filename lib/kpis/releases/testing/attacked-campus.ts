import { chance } from "@/lib/simulator/random";
import { enrolled, meeting, roll } from "../../testing/campus";
import { on, type Sent } from "../../testing/institution";
import { Tree } from "../tree";

/**
 * A campus with something to hide in every breakdown: sections, a course and a unit of fewer students than the
 * threshold, few withdrawals, few of a letter, few dropouts; and days on which a few facts change here and there.
 */
const layout = [
  { unit: "u1", course: "c1", credits: 3, sections: [30, 14, 4] },
  { unit: "u1", course: "c2", credits: 3, sections: [25] },
  { unit: "u2", course: "c3", credits: 3, sections: [40, 12] },
  { unit: "u2", course: "c4", credits: 1, sections: [5, 18] },
  { unit: "u3", course: "c5", credits: 3, sections: [6] },
  { unit: "u4", course: "c6", credits: 3, sections: [22, 28] },
  { unit: "u4", course: "c7", credits: 1, sections: [11, 16] },
];
/** What a few take a course for, whatever it is worth to the others. */
export const oddCredits = 2;
const programs = [
  { program: "p1", unit: "u1", size: 70 },
  { program: "p2", unit: "u1", size: 25 },
  { program: "p3", unit: "u2", size: 6 },
  { program: "p4", unit: "u4", size: 40 },
];
export const term = "2026-1";
export const weeks = ["2026-03-02", "2026-03-09", "2026-03-16"] as const;
export const letters = ["A0", "B0", "F"] as const;
/** As the scale has them. */
export const pointsOf: Readonly<Record<string, number>> = { A0: 4, B0: 3, F: 0 };

export type Enrolment = "kept" | "low" | "early" | "late";
export type Grade = { letter: string; credits: number };
export type Section = { id: string; course: string; unit: string; credits: number; students: string[] };

/** What is true of the campus: an attacker wants it, and the test knows it. */
export class AttackedCampus {
  readonly units = ["u1", "u2", "u3", "u4"];
  readonly college = { id: "college", units: ["u1", "u2"] };
  readonly courses = layout.map(({ course }) => course);
  readonly sections: Section[];
  readonly programs = programs;
  /** By section, week and student. */
  readonly marks = new Map<string, string>();
  /** By section and student. */
  readonly enrolments = new Map<string, Enrolment>();
  readonly grades = new Map<string, Grade>();
  /** By student: the program and whether they left. */
  readonly registrations = new Map<string, { program: string; left: boolean }>();
  private recorded = 0;

  constructor(private readonly seed: string) {
    let next = 0;
    this.sections = layout.flatMap(({ unit, course, credits, sections }) =>
      sections.map((size, index) => {
        const students = Array.from({ length: size }, () => `s-${next++}`);
        return { id: `${course}-${index + 1}`, course, unit, credits, students };
      }),
    );
    let registered = 0;
    for (const { program, size } of programs) {
      for (let index = 0; index < size; index += 1) this.registrations.set(`s-${registered++}`, { program, left: false });
    }
  }

  /** The places as the product sees them; of registrations `programs`. */
  tree(programs: boolean): Tree {
    const leaves = programs
      ? [
          { key: 0, section: null, course: null, unit: null, program: null },
          ...this.programs.map(({ program, unit }, index) => ({ key: index + 1, section: null, course: null, unit, program })),
        ]
      : this.sections.map(({ id, course, unit }, key) => ({ key, section: id, course, unit, program: null }));
    const parents = this.units.map((id) => ({ id, parent: this.college.units.includes(id) ? this.college.id : "root" }));
    return new Tree(leaves, [{ id: "root", parent: null }, { id: this.college.id, parent: "root" }, ...parents]);
  }

  /** The first day: everybody is there. */
  begin(): Sent[] {
    const define = (type: string, data: Record<string, unknown>) => on("2025-01-10", type, data);
    const unit = (orgUnit: string, kind: string, parent: string | null) =>
      define("org-unit.defined", { orgUnit, name: orgUnit, kind, parent });
    const events = [
      define("term.defined", {
        term,
        name: "Spring",
        academicYear: "2026",
        startsOn: "2026-03-02",
        endsOn: "2026-06-19",
        censusOn: "2026-03-23",
      }),
      unit("root", "institution", null),
      unit(this.college.id, "college", "root"),
      ...this.units.map((id) => unit(id, "department", this.college.units.includes(id) ? this.college.id : "root")),
      ...programs.map(({ program, unit: orgUnit }) => define("program.defined", { program, name: program, orgUnit })),
      ...layout.map(({ course, unit: orgUnit, credits }) => define("course.defined", { course, title: course, orgUnit, credits })),
      ...this.sections.map(({ id, course }) => define("section.defined", { section: id, course, term, instructors: ["t"] })),
      ...[...this.registrations].map(([student, { program }]) => on("2025-02-01", "student.defined", { student, program })),
      ...[...this.registrations].map(([student, { program }]) => this.registration(student, program, "enrolled", "2026-03-01")),
    ];
    for (const section of this.sections) {
      for (const student of section.students) {
        this.enrolments.set(`${section.id} ${student}`, "kept");
        events.push(enrolled(section.id, student, "enrolled", "2026-02-20"));
      }
      events.push(...this.rollOf(section, 0), ...this.rollOf(section, 1));
      for (const student of section.students) {
        if (this.chance(student, "graded") < 0.7)
          events.push(this.grade(section, student, this.chance(student, "first") < 0.5 ? "A0" : "B0"));
      }
      for (const student of section.students.slice(0, 2))
        if (section.students.length > 20) events.push(...this.withdraw(section.id, student, "early"));
    }
    for (const student of [...this.registrations.keys()].slice(0, 12)) events.push(this.leave(student));
    return events;
  }

  /** A few changes here and there, and now and then one that many are part of. */
  change(round: number): Sent[] {
    const some = <T>(list: readonly T[], count: number, ...about: (string | number)[]): T[] =>
      [...list]
        .sort((a, b) => this.chance(round, JSON.stringify(a), ...about) - this.chance(round, JSON.stringify(b), ...about))
        .slice(0, count);
    const events: Sent[] = [];
    for (const section of some(this.sections, 3, "touched")) {
      const few = 1 + Math.floor(this.chance(round, section.id, "few") * 5);
      for (const student of some(section.students, few, "marks"))
        events.push(...this.mark(section, Math.floor(this.chance(round, student) * 2), student, "absent"));
      for (const student of some(section.students, 2, "grades"))
        events.push(this.grade(section, student, letters[Math.floor(this.chance(round, student, "letter") * 3)] ?? "F"));
      for (const student of some(section.students, 1, "withdrawal")) {
        if (this.enrolments.get(`${section.id} ${student}`) === "kept") events.push(...this.withdraw(section.id, student, "late"));
      }
    }
    for (const student of some([...this.registrations.keys()], 2, "left"))
      if (this.registrations.get(student)?.left === false) events.push(this.leave(student));
    if (round % 2 === 1) {
      const [big] = some(
        this.sections.filter(({ students }) => students.length > 20),
        1,
        "big",
      );
      if (big !== undefined) events.push(...this.rollOf(big, 2));
    }
    return events;
  }

  private chance(...about: (string | number)[]): number {
    return chance(this.seed, ...about);
  }

  /** Each write is later than the one before. */
  private written(event: Sent): Sent {
    this.recorded += 1;
    return { ...event, recordedtime: new Date(Date.UTC(2026, 2, 1, 0, 0, this.recorded)).toISOString() };
  }

  private rollOf(section: Section, week: number): Sent[] {
    const day = weeks[week] ?? weeks[0];
    return [
      meeting(`${section.id}-w${week}`, section.id, day),
      ...section.students.flatMap((student) =>
        this.mark(section, week, student, this.chance(student, week, "there") < 0.85 ? "present" : "absent"),
      ),
    ];
  }

  private mark(section: Section, week: number, student: string, status: string): Sent[] {
    const day = weeks[week] ?? weeks[0];
    this.marks.set(`${section.id} ${week} ${student}`, status);
    return roll(`${section.id}-w${week}`, day, { [student]: status }).map((event) => this.written(event));
  }

  private grade({ id: section, credits: usual }: Section, student: string, letter: string): Sent {
    const key = `${section} ${student}`;
    const credits = this.chance(student, "credits") < 0.1 ? oddCredits : usual;
    this.grades.set(key, { letter, credits });
    const was = this.enrolments.get(key);
    if (was === "kept" || was === "low") this.enrolments.set(key, letter === "F" ? "low" : "kept");
    return this.written(on("2026-04-01", "grade.posted", { section, student, scale: "4.5", letter, credits, state: "final" }));
  }

  private withdraw(section: string, student: string, when: "early" | "late"): Sent[] {
    this.enrolments.set(`${section} ${student}`, when);
    const day = when === "early" ? "2026-03-10" : "2026-04-02";
    return [this.written(enrolled(section, student, "withdrawn", day))];
  }

  private registration(student: string, program: string, status: string, effectiveOn: string): Sent {
    return this.written(on(effectiveOn, "registration.changed", { student, term, program, status, effectiveOn }));
  }

  private leave(student: string): Sent {
    const { program } = this.registrations.get(student) ?? { program: "" };
    this.registrations.set(student, { program, left: true });
    return this.registration(student, program, "withdrawn", "2026-04-03");
  }
}
