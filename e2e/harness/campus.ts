import { Temporal } from "temporal-polyfill";
import { type Campus, makeCampus, type Section, type SimulatedTerm } from "@/lib/simulator/campus";
import { dayEvents, rosterEvents, type SentEvent } from "@/lib/simulator/events";
import { timeZone } from "./running-server";

/** Handmade facts come from a source of their own. */
const source = "urn:e2e:sis";
/** So few that one roll more or less shows in the institution's rate of one decimal, and sections have ten and more. */
const studentCount = 130;
const fewestMembers = 4;

/** A unit with fewer students than may be shown to everyone. */
export const small = { orgUnit: "dept-astronomy", name: "Astronomy", course: "AST-101", section: "AST-101-now" } as const;

/** The simulated campus of a small school: each course has one section, which all who take it are in. */
export function makeTestCampus(today: string): Campus {
  const campus = makeCampus("e2e", today, studentCount);
  const sections = new Map<string, Section>();
  for (const section of campus.sections) {
    const key = `${section.course.id} ${section.term.id}`;
    const first = sections.get(key);
    if (first === undefined) sections.set(key, { ...section, students: [...section.students] });
    else first.students.push(...section.students);
  }
  return { ...campus, sections: [...sections.values()] };
}

export function currentTerm(campus: Campus): SimulatedTerm {
  const term = campus.terms.at(-1);
  if (term === undefined) throw new Error("The campus has terms.");
  return term;
}

export function sectionOf(campus: Campus, course: string, term = currentTerm(campus)): Section {
  const found = campus.sections.find((section) => section.course.id === course && section.term === term);
  if (found === undefined) throw new Error(`No section of ${course} in ${term.id}.`);
  return found;
}

/** A year ago and the term under way, each thinned out to its first weeks; grades, departures and a small unit by hand. */
export function* campusEvents(campus: Campus, today: string): Generator<SentEvent> {
  yield* rosterEvents(campus, timeZone);
  const [yearAgo] = campus.terms;
  const now = currentTerm(campus);
  if (yearAgo === undefined) throw new Error("The campus has terms.");
  yield* weeksOf(campus, yearAgo, 2);
  yield* weeksOf(campus, now, 4);
  yield* lastDays(campus, now, today);
  yield* gradesOf(campus, yearAgo);
  yield* gradesOf(campus, now);
  yield* departures(campus, yearAgo, 2);
  yield* departures(campus, now, 3);
  yield* smallUnit(campus, now);
}

/** Enrolments, and each section's rolls of one week only. */
function* weeksOf(campus: Campus, term: SimulatedTerm, weeks: number): Generator<SentEvent> {
  const week = new Map(campus.sections.filter((section) => section.term === term).map((section, index) => [section.id, index % weeks]));
  const start = Temporal.PlainDate.from(term.startsOn);
  for (let day = -7; day < weeks * 7; day += 1)
    for (const event of dayEvents(campus, start.add({ days: day }), timeZone)) {
      if (event.type === "activity.observed") continue;
      const meeting = event.data.meeting;
      const section = typeof meeting === "string" ? meeting.slice(0, -"-2026-01-01".length) : null;
      if (section === null || week.get(section) === Math.floor(day / 7)) yield event;
    }
}

/** Activity of the last days, which engagement asks for; rolls would move with the weekday that the test runs on. */
function* lastDays(campus: Campus, term: SimulatedTerm, today: string): Generator<SentEvent> {
  for (let back = 3; back >= 1; back -= 1)
    for (const event of dayEvents(campus, Temporal.PlainDate.from(today).subtract({ days: back }), timeZone))
      if (event.type === "activity.observed" && String(event.data.section).endsWith(term.id)) yield event;
}

const letters = [
  ["A+", 4.5],
  ["A0", 4],
  ["B+", 3.5],
  ["B0", 3],
  ["C+", 2.5],
  ["F", 0],
] as const;

function* gradesOf(campus: Campus, term: SimulatedTerm): Generator<SentEvent> {
  for (const section of campus.sections.filter((one) => one.term === term && one.course.id.endsWith("101")))
    for (const [index, { id: student }] of section.students.entries()) {
      const [letter, points] = letters[index % letters.length] ?? ["F", 0];
      const data = { section: section.id, student, scale: "4.5", letter, points, credits: 3, state: "final" };
      yield handmade(`grade-${section.id}-${student}`, "grade.posted", `${term.startsOn}T18:00:00+09:00`, data);
    }
}

function* departures(campus: Campus, term: SimulatedTerm, count: number): Generator<SentEvent> {
  const effectiveOn = Temporal.PlainDate.from(term.censusOn).add({ days: 2 }).toString();
  for (const { id: student } of campus.students.slice(0, count)) {
    const data = { student, term: term.id, status: "withdrawn", effectiveOn };
    yield handmade(`gone-${term.id}-${student}`, "registration.changed", `${effectiveOn}T09:00:00+09:00`, data);
  }
}

function* smallUnit(campus: Campus, term: SimulatedTerm): Generator<SentEvent> {
  const at = `${term.startsOn}T08:00:00+09:00`;
  const meeting = `${small.section}-1`;
  const { orgUnit, name, course, section } = small;
  yield handmade("small-unit", "org-unit.defined", at, { orgUnit, name, kind: "department", parent: "college-humanities" });
  yield handmade("small-course", "course.defined", at, { course, title: "Introduction to Astronomy", orgUnit, credits: 3 });
  yield handmade("small-section", "section.defined", at, {
    section,
    course,
    term: term.id,
    instructors: ["i-astronomer"],
    meetingsPlanned: 16,
    scale: "4.5",
  });
  yield handmade("small-meeting", "meeting.changed", at, { meeting, section, startsAt: `${term.startsOn}T10:00:00+09:00`, status: "held" });
  for (const [index, { id: student }] of campus.students.slice(-fewestMembers).entries()) {
    const enrolled = { section, student, status: "enrolled", effectiveOn: term.startsOn };
    yield handmade(`small-enrollment-${student}`, "enrollment.changed", at, enrolled);
    const roll = { meeting, student, status: index === 0 ? "absent" : "present" };
    yield handmade(`small-roll-${student}`, "attendance.recorded", at, roll);
  }
}

function handmade(id: string, type: string, time: string, data: Record<string, unknown>): SentEvent {
  return { specversion: "1.0", id, source, type, time, data };
}

/** A correction of a roll, written down now: it holds whatever was recorded for that student and meeting before. */
export function correction(roll: SentEvent, status: "present" | "late" | "absent" | "excused"): SentEvent {
  const now = new Date().toISOString();
  return { ...roll, id: `${roll.id}-${now}`, recordedtime: now, data: { ...roll.data, status } };
}

/** The sections of the term under way that a student is in. */
export const sectionsOfStudent = (campus: Campus, student: string): Section[] =>
  campus.sections.filter((section) => section.term === currentTerm(campus) && section.students.some((one) => one.id === student));

/** A section of the term under way with a student whom this person advises. */
export function sectionWithAdvisee(campus: Campus, advisor: string): Section {
  const found = campus.sections.find(
    ({ term, students }) => term === currentTerm(campus) && students.some((one) => one.advisor === advisor),
  );
  if (found === undefined) throw new Error(`Nobody whom ${advisor} advises studies in ${currentTerm(campus).id}.`);
  return found;
}
