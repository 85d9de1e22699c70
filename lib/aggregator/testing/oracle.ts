/**
 * The brute-force oracle of EXACT-1: facts and cells recomputed in memory from the bare set of events,
 * one loop after the other, sharing nothing with the aggregator or with verify.
 */
export type LoggedEvent = {
  type: string;
  source: string;
  id: string;
  occurredAt: string;
  recordedAt: string;
  data: Record<string, unknown>;
};

export type Cells = Map<string, Record<string, number>>;

type Data = Record<string, unknown>;
const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const number = (value: unknown): number | null => (typeof value === "number" ? value : null);

function utf8Compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a, "utf8"), Buffer.from(b, "utf8"));
}

function compareOrder(a: LoggedEvent, b: LoggedEvent): number {
  return (
    Date.parse(a.recordedAt) - Date.parse(b.recordedAt) ||
    Date.parse(a.occurredAt) - Date.parse(b.occurredAt) ||
    utf8Compare(a.source, b.source) ||
    utf8Compare(a.id, b.id)
  );
}

/** The greatest event of a type for each key. */
function latest(events: readonly LoggedEvent[], type: string, keyOf: (event: LoggedEvent) => string): Map<string, LoggedEvent> {
  const held = new Map<string, LoggedEvent>();
  for (const event of events) {
    if (event.type !== type) continue;
    const key = keyOf(event);
    const before = held.get(key);
    if (before === undefined || compareOrder(event, before) > 0) held.set(key, event);
  }
  return held;
}

/** Local date in a zone, by Intl and not by Postgres. */
export function localDate(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(instant));
}

export function oracleCells(events: readonly LoggedEvent[], timeZone: string): Cells {
  const cells: Cells = new Map();
  const add = (table: string, keys: readonly (string | null)[], measures: Record<string, number>) => {
    const key = JSON.stringify([table, ...keys]);
    const cell = cells.get(key) ?? {};
    for (const [name, value] of Object.entries(measures)) cell[name] = (cell[name] ?? 0) + value;
    cells.set(key, cell);
  };
  /** Everything, the unit, it and each above it, the course, the section and the student's program. */
  const membersOf = (at: { section: string | null; program: string | null }): [string, string | null][] => {
    const { unit, course } = place(at.section);
    const above: string[] = [];
    for (let next = unit; next !== null && !above.includes(next); next = text(dataOf(units, next)?.parent)) above.push(next);
    return [
      ["all", null],
      ["org_unit", unit],
      ["course", course],
      ["section", at.section],
      ["program", at.program],
      ...above.map((one): [string, string] => ["subtree", one]),
    ];
  };
  const counted = new Set<string>();
  /** Each student once in each member that a holding hangs on. */
  const hold = (
    family: string,
    details: readonly string[],
    student: unknown,
    at: { term: string | null; section: string | null; program: string | null },
  ) => {
    for (const detail of details)
      for (const [kind, member] of membersOf(at)) {
        const key = JSON.stringify([family, detail, at.term, kind, member, student]);
        if (counted.has(key)) continue;
        counted.add(key);
        add("cell_students", [at.term, family, kind, detail, member], { students: 1 });
      }
  };
  const by =
    (...fields: string[]) =>
    (event: LoggedEvent) =>
      JSON.stringify(fields.map((field) => event.data[field]));
  const dataOf = (map: Map<string, LoggedEvent>, ...key: unknown[]): Data | undefined => map.get(JSON.stringify(key))?.data;

  const units = latest(events, "org-unit.defined", by("orgUnit"));
  const terms = latest(events, "term.defined", by("term"));
  const courses = latest(events, "course.defined", by("course"));
  const sections = latest(events, "section.defined", by("section"));
  const meetings = latest(events, "meeting.changed", by("meeting"));
  const assessments = latest(events, "assessment.defined", by("assessment"));
  const versions = latest(events, "student.defined", (event) =>
    JSON.stringify([event.data.student, localDate(event.occurredAt, timeZone)]),
  );

  const programOn = (student: unknown, day: string | null): string | null => {
    const history = [...versions.entries()]
      .map(([key, event]) => ({ key: JSON.parse(key) as [string, string], event }))
      .filter((version) => version.key[0] === student)
      .sort((a, b) => (a.key[1] < b.key[1] ? -1 : 1));
    let holding = history[0];
    for (const version of history) if (day !== null && version.key[1] <= day) holding = version;
    return text(holding?.event.data.program);
  };
  const place = (section: string | null) => {
    const data = section === null ? undefined : dataOf(sections, section);
    const course = data === undefined ? undefined : dataOf(courses, data.course);
    const term = data === undefined ? undefined : dataOf(terms, data.term);
    return {
      term: text(data?.term),
      unit: text(course?.orgUnit),
      course: text(data?.course),
      credits: number(course?.credits),
      census: text(term?.censusOn) ?? text(term?.startsOn),
    };
  };

  const rolls = latest(events, "attendance.recorded", by("meeting", "student"));
  const recorded = new Set([...rolls.values()].map((event) => event.data.meeting));
  for (const { data } of meetings.values()) {
    if (data.status !== "held") continue;
    const section = text(data.section);
    const { term, unit } = place(section);
    const day = localDate(String(data.startsAt), timeZone);
    const measures = { held: 1, recorded: recorded.has(data.meeting) ? 1 : 0 };
    add("cell_meeting", [term, section, day], measures);
    add("cell_meeting_unit", [term, unit, day], measures);
    add("cell_meeting_section", [term, section], measures);
  }
  for (const { data } of rolls.values()) {
    const held = dataOf(meetings, data.meeting);
    if (held === undefined || held.status !== "held") continue;
    const section = text(held.section);
    const { term, unit } = place(section);
    const day = localDate(String(held.startsAt), timeZone);
    const program = programOn(data.student, day);
    const measures = { present: 0, late: 0, absent: 0, excused: 0, [String(data.status)]: 1 };
    add("cell_attendance", [term, section, day, program], measures);
    add("cell_attendance_unit", [term, unit, day, program], measures);
    add("cell_attendance_term", [term, section, program], measures);
    add("cell_attendance_student", [term, section, program, text(data.student)], measures);
    add("cell_attendance_unit_day", [term, unit, day], measures);
    add("cell_attendance_unit_term", [term, unit, program], measures);
    add("cell_attendance_section", [term, section], measures);
    hold("attendance", data.status === "excused" ? ["any"] : ["any", "expected"], data.student, { term, section, program });
  }

  const grades = latest(events, "grade.posted", by("section", "student"));
  for (const { data } of grades.values()) {
    const section = text(data.section);
    const { term, unit, credits, census } = place(section);
    const program = programOn(data.student, census);
    const points = number(data.points) ?? knownLetters[`${data.scale}/${data.letter}`]?.points ?? null;
    const weight = number(data.credits) ?? credits ?? 1;
    const measures = {
      grades: 1,
      grade_point_credits: points === null ? 0 : points * weight,
      graded_credits: points === null ? 0 : weight,
    };
    const letter = [text(data.state), text(data.scale), text(data.letter)];
    add("cell_grade", [term, section, program, ...letter], measures);
    add("cell_grade_unit", [term, unit, program, ...letter], measures);
    add("cell_grade_unit_letter", [term, unit, ...letter], measures);
    add("cell_grade_section", [term, section, ...letter], measures);
    add("cell_grade_section_scale", [term, section, text(data.state), text(data.scale)], measures);
    add("cell_grade_program_letter", [term, program, ...letter], measures);
    const held = [...(points === null || weight === 0 ? [] : ["points"]), "any", `=${data.letter}`];
    const details = held.flatMap((what) => [`${data.state}/${data.scale}/${what}`, `${data.state}/*/${what}`]);
    hold("grade", details, data.student, { term, section, program });
  }
  const enrolments = new Map<string, { status: string; day: string }[]>();
  for (const { data } of latest(events, "enrollment.changed", by("section", "student")).values()) {
    const section = text(data.section);
    const { term, unit, census } = place(section);
    const grade = dataOf(grades, data.section, data.student);
    const low = grade !== undefined && knownLetters[`${grade.scale}/${grade.letter}`]?.low === true ? grade.state : null;
    const withdrawn = data.status === "withdrawn";
    const program = programOn(data.student, census);
    const state = [text(data.status), withdrawn ? text(data.effectiveOn) : "-infinity"];
    const measures = {
      enrolments: 1,
      low_provisional: !withdrawn && low === "provisional" ? 1 : 0,
      low_final: !withdrawn && low === "final" ? 1 : 0,
    };
    add("cell_enrollment", [term, section, program, ...state], measures);
    add("cell_enrollment_unit", [term, unit, ...state], measures);
    add("cell_enrollment_unit_program", [term, unit, program, ...state], measures);
    add("cell_enrollment_section", [term, section, ...state], measures);
    for (const [kind, member] of membersOf({ section, program })) {
      const key = JSON.stringify([term, kind, member, text(data.student)]);
      const list = enrolments.get(key) ?? [];
      enrolments.set(key, list);
      list.push({ status: String(data.status), day: String(data.effectiveOn) });
    }
  }
  const registrations = [...latest(events, "registration.changed", by("student", "term", "effectiveOn")).values()];
  for (const { data } of registrations) {
    const term = dataOf(terms, data.term);
    const census = text(term?.censusOn) ?? text(term?.startsOn);
    const program = text(data.program) ?? programOn(data.student, census);
    add("cell_registration", [text(data.term), program, text(data.status), text(data.effectiveOn)], { registrations: 1 });
    const later = registrations
      .filter((other) => other.data.student === data.student && other.data.term === data.term)
      .map((other) => String(other.data.effectiveOn))
      .filter((day) => day > String(data.effectiveOn));
    const span = [text(data.effectiveOn), later.sort()[0] ?? "infinity"];
    add("cell_registration_span", [text(data.term), program, text(data.status), ...span], { students: 1 });
  }
  for (const { data } of latest(events, "score.recorded", by("assessment", "student")).values()) {
    const score = number(data.score);
    if (score === null) continue;
    const section = text(dataOf(assessments, data.assessment)?.section);
    add("cell_score", [place(section).term, section, text(data.assessment)], { scores: 1, score_sum: score });
  }
  for (const event of events) {
    if (event.type !== "activity.observed") continue;
    const day = localDate(event.occurredAt, timeZone);
    const observations = number(event.data.count) ?? 1;
    add("cell_activity", [text(event.data.section), day], { observations });
    add("cell_activity_student", [day, text(event.data.student)], { observations });
  }
  countDays(
    enrolments,
    (student) => activeDays(events, timeZone, student),
    (term) => dataOf(terms, term),
    add,
  );
  return cells;
}

type Enrolments = ReadonlyMap<string, readonly { status: string; day: string }[]>;
type Add = (table: string, keys: readonly (string | null)[], measures: Record<string, number>) => void;

/** Who is enrolled and active, student by student and day by day. */
function countDays(
  enrolments: Enrolments,
  activeOf: (student: string | null) => readonly string[],
  termOf: (term: string | null) => Data | undefined,
  add: Add,
): void {
  for (const [key, list] of enrolments) {
    const [term, kind, member, student] = JSON.parse(key) as [string | null, string, string | null, string | null];
    const enrolledOn = (day: string) => list.some((one) => (one.status === "enrolled" ? one.day <= day : one.day > day));
    let before = 0;
    for (const day of ["-infinity", ...new Set(list.map((one) => one.day).sort())]) {
      const now = enrolledOn(day === "-infinity" ? "0000-01-01" : day) ? 1 : 0;
      if (now !== before) add("cell_student_days", [term, "enrolled", kind, day, member], { students: now - before });
      before = now;
    }
    const stays = list.some((one) => one.status !== "withdrawn");
    const until = stays
      ? "infinity"
      : (list
          .map((one) => one.day)
          .sort()
          .at(-1) ?? "");
    add("cell_student_days", [term, "registered", kind, until, member], { students: 1 });
    const [first, last] = [text(termOf(term)?.startsOn), text(termOf(term)?.endsOn)];
    if (first === null || last === null) continue;
    for (const day of activeOf(student)) {
      if (day >= first && day <= last && enrolledOn(day)) add("cell_student_days", [term, "active", kind, day, member], { students: 1 });
    }
  }
}

/** Days on which a student was seen active in the seven days that end with them. */
function activeDays(events: readonly LoggedEvent[], timeZone: string, student: string | null): string[] {
  const days = new Set<string>();
  for (const event of events) {
    if (event.type !== "activity.observed" || event.data.student !== student || (number(event.data.count) ?? 1) === 0) continue;
    const seen = Date.parse(`${localDate(event.occurredAt, timeZone)}T00:00:00Z`);
    for (let later = 0; later < 7; later += 1) days.add(new Date(seen + later * 86_400_000).toISOString().slice(0, 10));
  }
  return [...days];
}

/** The letters that the generator and the simulated campus use. */
const knownLetters: Record<string, { points: number | null; low: boolean }> = {
  "4.5/A+": { points: 4.5, low: false },
  "4.5/A0": { points: 4, low: false },
  "4.5/B+": { points: 3.5, low: false },
  "4.5/B0": { points: 3, low: false },
  "4.5/C+": { points: 2.5, low: false },
  "4.5/C0": { points: 2, low: false },
  "4.5/D+": { points: 1.5, low: true },
  "4.5/D0": { points: 1, low: true },
  "4.5/F": { points: 0, low: true },
  "4.5/P": { points: null, low: false },
  "band/Pass": { points: null, low: false },
  "band/Fail": { points: null, low: true },
};
