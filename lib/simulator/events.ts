import { Temporal } from "temporal-polyfill";
import { type Campus, type Section, type SimulatedTerm, type Student, simulatorSource } from "./campus";
import { chance, deviation } from "./random";

/** A CloudEvent as any client sends it. */
export type SentEvent = {
  specversion: "1.0";
  id: string;
  source: string;
  type: string;
  time: string;
  recordedtime?: string;
  data: Record<string, unknown>;
};

export type Moment = { at: string; timeZone: string };
const instantOn = (day: Temporal.PlainDate, hour: number, minute: number, timeZone: string) =>
  day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour, minute }) }).toInstant();

/** Ids of events are stored as they are: they name students by their number in the campus, and not by their id (PII-1). */
const event = (
  id: string,
  type: string,
  time: Temporal.Instant,
  data: Record<string, unknown>,
  recorded?: Temporal.Instant,
): SentEvent => ({
  specversion: "1.0",
  id,
  source: simulatorSource,
  type,
  time: time.toString({ smallestUnit: "millisecond" }),
  ...(recorded === undefined ? {} : { recordedtime: recorded.toString({ smallestUnit: "millisecond" }) }),
  data,
});

/** The roster: all that stands before the first meeting. */
export function* rosterEvents(campus: Campus, timeZone: string): Generator<SentEvent> {
  const start = Temporal.PlainDate.from(campus.terms[0]?.startsOn ?? "2026-01-01").subtract({ days: 14 });
  const at = instantOn(start, 6, 0, timeZone);
  for (const { id, name, nameKo, kind, parent } of campus.units)
    yield event(`unit-${id}`, "org-unit.defined", at, { orgUnit: id, name, nameKo, kind, parent });
  for (const { id, name, unit } of campus.programs)
    yield event(`program-${id}`, "program.defined", at, { program: id, name, orgUnit: unit, level: "bachelor" });
  for (const { index: _, id, ...term } of campus.terms) yield event(`term-${id}`, "term.defined", at, { term: id, ...term });
  for (const [index, { id, name }] of campus.instructors.entries())
    yield event(`instructor-${index + 1}`, "person.defined", at, { person: id, name, kind: "instructor", email: `${id}@demo.invalid` });
  for (const student of campus.students) {
    yield event(`person-${student.number}`, "person.defined", at, {
      person: student.id,
      name: student.name,
      kind: "student",
      email: `${student.id}@demo.invalid`,
    });
    yield event(`student-${student.number}`, "student.defined", at, {
      student: student.id,
      program: student.program,
      yearOfStudy: student.year,
      advisor: student.advisor,
    });
  }
  const courses = new Map(campus.sections.map((section) => [section.course.id, section.course]));
  for (const { id, title, unit, credits } of courses.values())
    yield event(`course-${id}`, "course.defined", at, { course: id, title, orgUnit: unit, credits });
  for (const { id, course, term, instructor } of campus.sections) {
    yield event(`section-${id}`, "section.defined", at, {
      section: id,
      course: course.id,
      term: term.id,
      instructors: [instructor],
      mode: "in-person",
      meetingsPlanned: 32,
      scale: "4.5",
    });
  }
}

/** The week in which a student gives up, if any: absence and grades make it likelier. */
function leavesInWeek(campus: Campus, term: SimulatedTerm, student: Student): number | null {
  const risk = 0.02 + Math.max(0, -student.diligence) * 0.05;
  return chance(campus.seed, "leaves", term.id, student.id) < risk
    ? 5 + Math.floor(chance(campus.seed, "week", term.id, student.id) * 9)
    : null;
}

function moodOf(campus: Campus, section: Section, student: Student, week: number, weekday: number, turn: string): number {
  const leaves = leavesInWeek(campus, section.term, student);
  const fading = leaves === null ? 0 : Math.max(0, week - leaves + 4) * 0.6;
  const mood = 2.6 + student.diligence * 0.8 - section.course.difficulty * 0.4 - week * 0.04 - (weekday === 5 ? 0.4 : 0) - fading;
  return mood + deviation(campus.seed, `day${turn}`, section.id, student.id, week, weekday) * 0.9;
}

/** All that happened on one local day, in the order in which it became known. */
export function dayEvents(campus: Campus, day: Temporal.PlainDate, timeZone: string): SentEvent[] {
  const events: SentEvent[] = [];
  for (const term of campus.terms) {
    const start = Temporal.PlainDate.from(term.startsOn);
    const dayOfTerm = start.until(day).days;
    if (dayOfTerm < -7 || day.toString() > Temporal.PlainDate.from(term.endsOn).add({ days: 7 }).toString()) continue;
    if (dayOfTerm === -7) events.push(...enrolments(campus, term, instantOn(day, 8, 0, timeZone)));
    if (dayOfTerm >= 0)
      for (const section of campus.sections)
        if (section.term === term) events.push(...sectionDay(campus, section, day, dayOfTerm, timeZone));
    if (dayOfTerm >= 0) events.push(...departures(campus, term, day, dayOfTerm, timeZone));
  }
  return events.sort((a, b) => ((a.recordedtime ?? a.time) < (b.recordedtime ?? b.time) ? -1 : 1));
}

function enrolments(campus: Campus, term: SimulatedTerm, at: Temporal.Instant): SentEvent[] {
  const registered = campus.students.map((student) =>
    event(`registration-${term.id}-${student.number}`, "registration.changed", at, {
      student: student.id,
      term: term.id,
      status: "enrolled",
      effectiveOn: term.startsOn,
    }),
  );
  const inSections = campus.sections
    .filter((section) => section.term === term)
    .flatMap((section) =>
      section.students.map((student) =>
        event(`enrollment-${section.id}-${student.number}`, "enrollment.changed", at, {
          section: section.id,
          student: student.id,
          status: "enrolled",
          effectiveOn: term.startsOn,
        }),
      ),
    );
  return [...registered, ...inSections];
}

function sectionDay(campus: Campus, section: Section, day: Temporal.PlainDate, dayOfTerm: number, timeZone: string): SentEvent[] {
  const week = Math.floor(dayOfTerm / 7);
  const events: SentEvent[] = [];
  if (section.weekdays.includes(day.dayOfWeek) && week < 16) events.push(...meeting(campus, section, day, week, timeZone));
  if (dayOfTerm === 7 * 7 + 4 || dayOfTerm === 15 * 7) events.push(...examination(campus, section, day, week, timeZone));
  if (dayOfTerm === 8 * 7) events.push(...grades(campus, section, day, "midterm", timeZone));
  if (dayOfTerm === 15 * 7 + 3) events.push(...grades(campus, section, day, "provisional", timeZone));
  if (dayOfTerm === 16 * 7) events.push(...grades(campus, section, day, "final", timeZone));
  for (const student of section.students) {
    if (chance(campus.seed, "active", section.id, student.id, dayOfTerm) > 0.1 + Math.max(0, student.diligence) * 0.05) continue;
    const at = instantOn(day, 20, Math.floor(chance(campus.seed, "minute", section.id, student.id, dayOfTerm) * 60), timeZone);
    events.push(
      event(`activity-${section.id}-${student.number}-${day}`, "activity.observed", at, {
        student: student.id,
        section: section.id,
        kind: "material",
        count: 1 + Math.floor(chance(campus.seed, "count", section.id, student.id, dayOfTerm) * 5),
      }),
    );
  }
  return events;
}

export const meetingId = (section: Section, day: Temporal.PlainDate) => `${section.id}-${day}`;
const latenessOf = (campus: Campus, meeting: string) => chance(campus.seed, "late-roll", meeting);
export const isRecorded = (campus: Campus, meeting: string) => latenessOf(campus, meeting) <= 0.97;
export const isCancelled = (campus: Campus, meeting: string) => chance(campus.seed, "cancelled", meeting) < 0.02;

export function expectedAt(campus: Campus, section: Section, week: number): Student[] {
  return section.students.filter((student) => {
    const leaves = leavesInWeek(campus, section.term, student);
    return leaves === null || week < leaves;
  });
}

/** How a student was at a meeting. `turn` draws anew from the same chances. */
export function markOf(campus: Campus, section: Section, student: Student, day: Temporal.PlainDate, week: number, turn = ""): string {
  if (chance(campus.seed, "excused", meetingId(section, day), student.id, turn) < 0.012) return "excused";
  const mood = moodOf(campus, section, student, week, day.dayOfWeek, turn);
  return mood < 0.35 ? "absent" : mood < 0.75 ? "late" : "present";
}

function meeting(campus: Campus, section: Section, day: Temporal.PlainDate, week: number, timeZone: string): SentEvent[] {
  const id = meetingId(section, day);
  const begins = instantOn(day, section.hour, 0, timeZone);
  const cancelled = isCancelled(campus, id);
  const data = { meeting: id, section: section.id, startsAt: begins.toString() };
  if (cancelled) return [event(`meeting-${id}`, "meeting.changed", begins, { ...data, status: "cancelled" })];
  // Some rolls come late, and a few never.
  const lateness = latenessOf(campus, id);
  const events = [event(`meeting-${id}`, "meeting.changed", begins, { ...data, status: "held" })];
  if (!isRecorded(campus, id)) return events;
  for (const student of expectedAt(campus, section, week)) {
    const status = markOf(campus, section, student, day, week);
    const recorded = begins.add({
      minutes: 10 + (lateness > 0.9 ? 60 * 5 : 0) + Math.floor(chance(campus.seed, "roll", id, student.id) * 30),
    });
    events.push(
      event(`roll-${id}-${student.number}`, "attendance.recorded", begins, { meeting: id, student: student.id, status }, recorded),
    );
    if (status === "absent" && chance(campus.seed, "corrected", id, student.id) < 0.05) {
      events.push(
        event(
          `roll-${id}-${student.number}-corrected`,
          "attendance.recorded",
          begins,
          { meeting: id, student: student.id, status: "excused" },
          recorded.add({ hours: 3 }),
        ),
      );
    }
  }
  return events;
}

const ability = (campus: Campus, section: Section, student: Student, about: string) =>
  72 + student.diligence * 10 - section.course.difficulty * 5 + deviation(campus.seed, about, section.id, student.id) * 8;

function staying(campus: Campus, section: Section, week: number): Student[] {
  return section.students.filter((student) => {
    const leaves = leavesInWeek(campus, section.term, student);
    return leaves === null || leaves > week;
  });
}

function examination(campus: Campus, section: Section, day: Temporal.PlainDate, week: number, timeZone: string): SentEvent[] {
  const kind = week < 10 ? "midterm" : "final";
  const assessment = `${section.id}-${kind}`;
  const at = instantOn(day, 17, 0, timeZone);
  const scores = staying(campus, section, week).map((student) => {
    const score = Math.round(Math.min(100, Math.max(0, ability(campus, section, student, kind))));
    return event(`score-${assessment}-${student.number}`, "score.recorded", at, {
      assessment,
      student: student.id,
      score,
      submittedOn: day.toString(),
    });
  });
  return [
    event(`assessment-${assessment}`, "assessment.defined", at, {
      assessment,
      section: section.id,
      title: kind === "midterm" ? "Mid-term examination" : "Final examination",
      kind: "exam",
      weight: 50,
      maxScore: 100,
      dueOn: day.toString(),
    }),
    ...scores,
  ];
}

const ladder: readonly (readonly [number, string, number])[] = [
  [90, "A+", 4.5],
  [84, "A0", 4],
  [78, "B+", 3.5],
  [71, "B0", 3],
  [64, "C+", 2.5],
  [57, "C0", 2],
  [52, "D+", 1.5],
  [47, "D0", 1],
  [Number.NEGATIVE_INFINITY, "F", 0],
];

/** Grades of the mid-term are provisional and rest on that examination alone. */
function grades(
  campus: Campus,
  section: Section,
  day: Temporal.PlainDate,
  kind: "midterm" | "provisional" | "final",
  timeZone: string,
): SentEvent[] {
  return staying(campus, section, kind === "midterm" ? 8 : 15).map((student) => {
    const midterm = ability(campus, section, student, "midterm");
    const mark = kind === "midterm" ? midterm : (midterm + ability(campus, section, student, "final")) / 2;
    const [, letter, points] = ladder.find(([from]) => mark >= from) ?? [0, "F", 0];
    return event(`grade-${section.id}-${student.number}-${kind}`, "grade.posted", instantOn(day, 18, 0, timeZone), {
      section: section.id,
      student: student.id,
      scale: "4.5",
      letter,
      points,
      credits: 3,
      state: kind === "final" ? "final" : "provisional",
    });
  });
}

function departures(campus: Campus, term: SimulatedTerm, day: Temporal.PlainDate, dayOfTerm: number, timeZone: string): SentEvent[] {
  const at = instantOn(day, 15, 0, timeZone);
  return campus.students.flatMap((student) => {
    const week = leavesInWeek(campus, term, student);
    if (week === null || week * 7 + Math.floor(chance(campus.seed, "day", term.id, student.id) * 5) !== dayOfTerm) return [];
    const status = chance(campus.seed, "kind", term.id, student.id) < 0.6 ? "withdrawn" : "leave";
    const registration = event(`registration-${term.id}-${student.number}-${status}`, "registration.changed", at, {
      student: student.id,
      term: term.id,
      status,
      effectiveOn: day.toString(),
      reason: status === "withdrawn" ? "자퇴" : "휴학",
    });
    const sections = campus.sections.filter((section) => section.term === term && section.students.includes(student));
    return [
      registration,
      ...sections.map((section) =>
        event(`enrollment-${section.id}-${student.number}-withdrawn`, "enrollment.changed", at, {
          section: section.id,
          student: student.id,
          status: "withdrawn",
          effectiveOn: day.toString(),
        }),
      ),
    ];
  });
}
