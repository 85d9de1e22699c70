/**
 * A campus of one term for the load: 8,000 students, 500 sections of 40, 60 meetings each, all held. A roll
 * is 40 events in a row; no student is marked twice in a meeting, so that each attendance event is one mark
 * more and figures can be counted.
 */
const [colleges, departments, courses, sections, students, seats, meetings, programs] = [4, 20, 250, 500, 8_000, 40, 60, 20];
export const sectionsOfCampus = sections;
export const seatsOfSection = seats;
/** As many attendance events as there are. */
export const mostMarks = sections * seats * meetings;
/** What the campus itself is of. */
export const rosterSize = {
  students,
  enrollments: sections * seats,
  meetings: sections * meetings,
  events: 1 + colleges + departments + 1 + programs + courses + 2 * students + sections * (1 + seats + meetings),
};
/** Of the mixed load, one event in so many is activity instead. */
const activityEvery = 20;

/** What the first events of the mixed load are of. */
export function mixedLoad(events: number): { marks: number; activity: number } {
  const activity = Math.ceil(events / activityEvery);
  return { marks: events - activity, activity };
}

const daysBack = 80;
const source = "urn:bench:sis";

type CampusEvent = { specversion: "1.0"; id: string; source: string; type: string; time: string; data: Record<string, unknown> };

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const studentOf = (section: number, seat: number) => `s-${(section * 37 + seat * 199) % students}`;
const meetingDay = (meeting: number) => day(meeting - daysBack + 5);

function event(id: string, type: string, time: string, data: Record<string, unknown>): CampusEvent {
  return { specversion: "1.0", id, source, type, time, data };
}

/** Who and what there is: units, courses, sections, students, enrolments, meetings. */
export function* rosterEvents(): Generator<CampusEvent> {
  const at = `${day(-daysBack - 20)}T08:00:00Z`;
  const range = (count: number) => Array.from({ length: count }, (_, index) => index);
  yield event("root", "org-unit.defined", at, { orgUnit: "root", name: "University", kind: "institution" });
  for (const i of range(colleges))
    yield event(`col-${i}`, "org-unit.defined", at, { orgUnit: `col-${i}`, name: `College ${i}`, kind: "college", parent: "root" });
  for (const i of range(departments)) {
    const data = { orgUnit: `dep-${i}`, name: `Department ${i}`, kind: "department", parent: `col-${i % colleges}` };
    yield event(`dep-${i}`, "org-unit.defined", at, data);
  }
  const term = { term: "now", name: "Now", academicYear: "1", startsOn: day(-daysBack), endsOn: day(30), censusOn: day(3 - daysBack) };
  yield event("term", "term.defined", at, term);
  for (const i of range(programs))
    yield event(`p-${i}`, "program.defined", at, { program: `p-${i}`, name: `Program ${i}`, orgUnit: `dep-${i % departments}` });
  for (const i of range(courses))
    yield event(`c-${i}`, "course.defined", at, { course: `c-${i}`, title: `Course ${i}`, orgUnit: `dep-${i % departments}`, credits: 3 });
  for (const i of range(students)) {
    yield event(`s-${i}`, "student.defined", at, { student: `s-${i}`, program: `p-${i % programs}` });
    const data = { student: `s-${i}`, term: "now", status: "enrolled", effectiveOn: day(-daysBack) };
    yield event(`r-${i}`, "registration.changed", at, data);
  }
  for (const i of range(sections)) {
    const section = `sec-${i}`;
    yield event(section, "section.defined", at, { section, course: `c-${i % courses}`, term: "now", instructors: [`i-${i % 100}`] });
    for (const seat of range(seats)) {
      const data = { section, student: studentOf(i, seat), status: "enrolled", effectiveOn: day(-daysBack) };
      yield event(`e-${i}-${seat}`, "enrollment.changed", at, data);
    }
    for (const meeting of range(meetings)) {
      const data = { meeting: `m-${i}-${meeting}`, section, startsAt: `${meetingDay(meeting)}T09:00:00Z`, status: "held" };
      yield event(`m-${i}-${meeting}`, "meeting.changed", at, data);
    }
  }
}

/** The k-th mark. Throws beyond the last. */
export function markEvent(k: number): CampusEvent {
  if (k >= mostMarks) throw new Error(`The campus has ${mostMarks} marks only.`);
  const seat = k % seats;
  const section = Math.floor(k / seats) % sections;
  const meeting = Math.floor(k / (seats * sections));
  const status = ["present", "present", "present", "present", "present", "present", "present", "present", "late", "absent"][(k * 7) % 10];
  const data = { meeting: `m-${section}-${meeting}`, student: studentOf(section, seat), status };
  return event(`a-${k}`, "attendance.recorded", `${meetingDay(meeting)}T09:05:00Z`, data);
}

/** The k-th event of the mixed load: marks, and some activity of today. */
export function mixedEvent(k: number): CampusEvent {
  if (k % activityEvery !== 0) return markEvent(k);
  const data = { student: `s-${k % students}`, section: `sec-${k % sections}`, kind: "forum" };
  return event(`v-${k}`, "activity.observed", `${day(0)}T00:00:00Z`, data);
}
