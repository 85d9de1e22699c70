import { Temporal } from "temporal-polyfill";
import { BellwetherError } from "@/lib/platform/errors";
import { readTable } from "./read-tables";

/**
 * Turns the Open University Learning Analytics Dataset into campus events. Days of the data count from
 * the presentation's start. Courses AAA, BBB and GGG are of the social sciences, the others STEM.
 */
export const ouladSource = "urn:oulad:open-university";

export type OuladOptions = {
  directory: string;
  /** Only this presentation, such as 2013J. */
  presentation?: string;
  /** Lay the first day of the (first) presentation here instead of in its own year; others keep their distance. */
  startOn?: string;
  /** Nothing after this day (for what is under way). */
  until?: string;
  /** Without the clicks, which are most of the data. */
  withoutActivity?: boolean;
};
export type OuladEvent = { specversion: "1.0"; id: string; source: string; type: string; time: string; data: Record<string, unknown> };

type Presentation = {
  course: string;
  term: string;
  section: string;
  starts: Temporal.PlainDate;
  length: number;
  /** Ends the ids of its events where it is laid elsewhere: laid otherwise they are other events, which correct these. */
  laid: string;
};

/** Who was enrolled in a section: `number` is the registration's place in the dataset, which names them in ids of events (PII-1). */
type Enrolled = { student: string; number: number; from: number; to: number };

const faculties: Record<string, string> = { AAA: "social-sciences", BBB: "social-sciences", GGG: "social-sciences" };
const facultyOf = (course: string) => `ou-${faculties[course] ?? "stem"}`;
const teachingDay = 7;

export async function* ouladEvents(options: OuladOptions): AsyncGenerator<OuladEvent> {
  const presentations = await readPresentations(options);
  const until = options.until === undefined ? null : Temporal.PlainDate.from(options.until);
  const happened = (event: OuladEvent) => until === null || event.time.slice(0, 10) <= until.toString();
  for await (const event of allEvents(options, presentations, until)) if (happened(event)) yield event;
}

async function* allEvents(
  options: OuladOptions,
  presentations: Map<string, Presentation>,
  until: Temporal.PlainDate | null,
): AsyncGenerator<OuladEvent> {
  yield* structure(presentations);
  const info = new Map<string, string>();
  for await (const row of readTable(options.directory, "studentInfo")) {
    const section = sectionOf(row);
    if (presentations.has(section)) info.set(`${section}|${row.id_student}`, row.final_result ?? "");
  }
  const students = new Map<string, Enrolled[]>();
  let number = 0;
  for await (const row of readTable(options.directory, "studentRegistration")) {
    number += 1;
    const presentation = presentations.get(sectionOf(row));
    if (presentation === undefined) continue;
    yield* registration(row, number, presentation, info.get(`${presentation.section}|${row.id_student}`) ?? "", students);
  }
  yield* scores(options, presentations);
  if (options.withoutActivity !== true) yield* activity(options, presentations, students, until);
}

const sectionOf = (row: Record<string, string>) => `${row.code_module}-${row.code_presentation}`;
const dayOf = (text: string | undefined): number | null => (text === undefined || text === "" || text === "?" ? null : Number(text));

async function readPresentations(options: OuladOptions): Promise<Map<string, Presentation>> {
  const found: Presentation[] = [];
  for await (const row of readTable(options.directory, "courses")) {
    const term = row.code_presentation ?? "";
    if (options.presentation !== undefined && term !== options.presentation) continue;
    const starts = Temporal.PlainDate.from({ year: Number(term.slice(0, 4)), month: term.endsWith("B") ? 2 : 10, day: 1 });
    const length = Number(row.module_presentation_length);
    found.push({ course: row.code_module ?? "", term, section: sectionOf(row), starts, length, laid: "" });
  }
  if (found.length === 0)
    throw new BellwetherError("bad-request", `There is no presentation ${options.presentation ?? ""} in ${options.directory}.`, {
      field: "presentation",
      found: options.presentation ?? null,
    });
  const first = found.map((one) => one.starts).sort(Temporal.PlainDate.compare)[0];
  const moved = first === undefined || options.startOn === undefined ? 0 : first.until(options.startOn, { largestUnit: "day" }).days;
  const lay = (one: Presentation): Presentation => {
    const starts = one.starts.add({ days: moved });
    return { ...one, starts, laid: moved === 0 ? "" : `@${starts}` };
  };
  return new Map(found.map((one) => [one.section, lay(one)]));
}

const at = (presentation: Presentation, day: number) => presentation.starts.add({ days: day });

/** An event of a presentation. Its id and content are the same whichever presentations are asked for. */
const make = (presentation: Presentation, id: string, type: string, day: Temporal.PlainDate, data: Record<string, unknown>): OuladEvent =>
  event(`${id}${presentation.laid}`, type, day, data);

const event = (id: string, type: string, day: Temporal.PlainDate, data: Record<string, unknown>): OuladEvent => ({
  specversion: "1.0",
  id,
  source: ouladSource,
  type,
  // Noon, so that the local day is the same in every zone that a university is in.
  time: `${day.toString()}T12:00:00Z`,
  data,
});

/** What is there in every year is told of a day before them all. */
const longSince = Temporal.PlainDate.from("2012-01-01");
/** A presentation is announced before its first registrations. */
const announced = (presentation: Presentation) => at(presentation, -330);

function* structure(presentations: Map<string, Presentation>): Generator<OuladEvent> {
  const list = [...presentations.values()];
  yield event("unit-ou", "org-unit.defined", longSince, {
    orgUnit: "open-university",
    name: "The Open University",
    nameKo: "영국 개방대학교",
    kind: "institution",
  });
  yield event("unit-ou-social", "org-unit.defined", longSince, {
    orgUnit: "ou-social-sciences",
    name: "OU Social Sciences",
    nameKo: "OU 사회과학",
    kind: "department",
    parent: "open-university",
  });
  yield event("unit-ou-stem", "org-unit.defined", longSince, {
    orgUnit: "ou-stem",
    name: "OU STEM",
    nameKo: "OU 이공계",
    kind: "department",
    parent: "open-university",
  });
  for (const own of Map.groupBy(list, (one) => one.term).values()) {
    const longest = own.reduce((a, b) => (b.length > a.length ? b : a));
    const { term, starts, length } = longest;
    yield make(longest, `term-${term}`, "term.defined", announced(longest), {
      term,
      name: `Open University ${term}`,
      academicYear: term.slice(0, 4),
      startsOn: starts.toString(),
      endsOn: at(longest, length).toString(),
    });
  }
  for (const course of new Set(list.map((one) => one.course))) {
    yield event(`course-${course}`, "course.defined", longSince, {
      course,
      title: `Open University module ${course}`,
      orgUnit: facultyOf(course),
    });
  }
  for (const one of list) {
    const { section, course, term } = one;
    const data = { section, course, term, instructors: [], mode: "online", scale: "band" };
    yield make(one, `section-${section}`, "section.defined", announced(one), data);
  }
}

function* registration(
  row: Record<string, string>,
  number: number,
  presentation: Presentation,
  result: string,
  students: Map<string, Enrolled[]>,
): Generator<OuladEvent> {
  const { section, length } = presentation;
  const student = row.id_student ?? "";
  const registered = dayOf(row.date_registration) ?? 0;
  const left = dayOf(row.date_unregistration);
  const enrollment = (kind: string, day: number, status: string) =>
    make(presentation, `enrollment-${number}-${kind}`, "enrollment.changed", at(presentation, day), {
      section,
      student,
      status,
      effectiveOn: at(presentation, day).toString(),
    });
  const own = students.get(section) ?? [];
  own.push({ student, number, from: Math.max(0, registered), to: left ?? length });
  students.set(section, own);

  const withdrawn = result === "Withdrawn";
  const leaves = left ?? length;
  yield enrollment("registered", withdrawn ? Math.min(registered, leaves) : registered, "enrolled");
  if (withdrawn) {
    // The greatest event holds: a withdrawal on the day of the registration is told after it.
    const withdrawal = enrollment("withdrawn", leaves, "withdrawn");
    yield { ...withdrawal, time: withdrawal.time.replace("T12:00", "T13:00") };
    return;
  }
  const done = enrollment("completed", length, "completed");
  yield { ...done, time: done.time.replace("T12:00", "T13:00") };
  if (result !== "") {
    yield make(presentation, `grade-${number}`, "grade.posted", at(presentation, length), {
      section,
      student,
      scale: "band",
      letter: result,
      state: "final",
    });
  }
}

async function* scores(options: OuladOptions, presentations: Map<string, Presentation>): AsyncGenerator<OuladEvent> {
  const known = new Map<string, Presentation>();
  for await (const row of readTable(options.directory, "assessments")) {
    const presentation = presentations.get(sectionOf(row));
    const assessment = row.id_assessment ?? "";
    if (presentation === undefined) continue;
    known.set(assessment, presentation);
    const due = at(presentation, dayOf(row.date) ?? presentation.length);
    yield make(presentation, `assessment-${assessment}`, "assessment.defined", at(presentation, -1), {
      assessment,
      section: presentation.section,
      title: `${row.assessment_type} ${assessment}`,
      kind: row.assessment_type,
      weight: Number(row.weight),
      maxScore: 100,
      dueOn: due.toString(),
    });
  }
  let number = 0;
  for await (const row of readTable(options.directory, "studentAssessment")) {
    number += 1;
    const presentation = known.get(row.id_assessment ?? "");
    const submitted = dayOf(row.date_submitted);
    const score = dayOf(row.score);
    if (presentation === undefined || submitted === null) continue;
    const day = at(presentation, submitted);
    yield make(presentation, `score-${row.id_assessment}-${number}`, "score.recorded", day, {
      assessment: row.id_assessment,
      student: row.id_student,
      score,
      submittedOn: day.toString(),
    });
  }
}

/** Clicks, summed by student, day and kind; and from them attendance: one meeting a teaching week. */
async function* activity(
  options: OuladOptions,
  presentations: Map<string, Presentation>,
  students: ReadonlyMap<string, readonly Enrolled[]>,
  until: Temporal.PlainDate | null,
): AsyncGenerator<OuladEvent> {
  const kinds = new Map<string, string>();
  for await (const row of readTable(options.directory, "vle")) kinds.set(`${sectionOf(row)}|${row.id_site}`, row.activity_type ?? "other");
  const counts = new Map<string, Map<string, number>>();
  for await (const row of readTable(options.directory, "studentVle")) {
    const section = sectionOf(row);
    if (!presentations.has(section)) continue;
    const own = counts.get(section) ?? new Map<string, number>();
    const key = `${row.id_student}|${row.date}|${kinds.get(`${section}|${row.id_site}`) ?? "other"}`;
    own.set(key, (own.get(key) ?? 0) + Number(row.sum_click));
    counts.set(section, own);
  }
  for (const [section, own] of counts) {
    const presentation = presentations.get(section);
    if (presentation === undefined) continue;
    const numbers = new Map((students.get(section) ?? []).map((one) => [one.student, one.number]));
    const activeWeeks = new Set<string>();
    let lastDay = 0;
    for (const [key, count] of own) {
      const [student, day, kind] = key.split("|");
      lastDay = Math.max(lastDay, Number(day));
      activeWeeks.add(`${student}|${Math.floor(Number(day) / teachingDay)}`);
      const number = numbers.get(student ?? "");
      if (number === undefined)
        throw new BellwetherError("bad-request", `studentVle names a student without a registration in ${section}.`, {});
      yield make(presentation, `activity-${number}-${day}-${kind}`, "activity.observed", at(presentation, Number(day)), {
        student,
        section,
        kind,
        count,
      });
    }
    yield* participation(presentation, students.get(section) ?? [], activeWeeks, lastDay, until);
  }
}

function* participation(
  presentation: Presentation,
  enrolled: readonly Enrolled[],
  activeWeeks: ReadonlySet<string>,
  lastDay: number,
  until: Temporal.PlainDate | null,
): Generator<OuladEvent> {
  const { section, length } = presentation;
  for (let week = 0; (week + 1) * teachingDay <= Math.min(length, lastDay + 1); week += 1) {
    const ends = at(presentation, (week + 1) * teachingDay - 1);
    if (until !== null && Temporal.PlainDate.compare(ends, until) > 0) return;
    const meeting = `${section}-week-${week + 1}`;
    yield make(presentation, `meeting-${meeting}`, "meeting.changed", ends, {
      meeting,
      section,
      startsAt: `${ends.toString()}T12:00:00Z`,
      status: "held",
    });
    for (const { student, number, from, to } of enrolled) {
      if (from > week * teachingDay || to <= week * teachingDay) continue;
      const status = activeWeeks.has(`${student}|${week}`) ? "present" : "absent";
      yield make(presentation, `roll-${meeting}-${number}`, "attendance.recorded", ends, { meeting, student, status });
    }
  }
}
