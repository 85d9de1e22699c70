import fc from "fast-check";
import type { LoggedEvent } from "./oracle";

/**
 * Events of a campus so small that everything collides: few ids, few times, so that ties, corrections,
 * moves and things that come early are the rule.
 */
const students = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002", "00000000-0000-4000-8000-000000000003"];
const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const student = pick(...students);
const section = pick("s1", "s2", "s3");
const day = pick("2026-03-02", "2026-03-03", "2026-04-01");
/** Around local midnight in Seoul, so that the zone matters. */
const instant = pick("2026-03-02T14:59:59.999Z", "2026-03-02T15:00:00.000Z", "2026-03-03T01:00:00.000Z", "2026-04-01T02:00:00.000Z");

const data: Record<string, fc.Arbitrary<Record<string, unknown>>> = {
  "org-unit.defined": fc.record({
    orgUnit: pick("u1", "u2"),
    name: pick("A", "B"),
    kind: fc.constant("department"),
    parent: pick("u1", "u2", null),
  }),
  "term.defined": fc
    .record({
      term: pick("t1", "t2"),
      name: fc.constant("T"),
      academicYear: fc.constant("2026"),
      startsOn: day,
      endsOn: pick("2026-06-30", "2026-03-06", "2026-04-03"),
      censusOn: pick("2026-03-03", "2026-04-01", null),
    })
    .map((term) => ({ ...term, endsOn: term.endsOn < term.startsOn ? term.startsOn : term.endsOn })),
  "program.defined": fc.record({ program: pick("p1", "p2"), name: fc.constant("P"), orgUnit: pick("u1", "u2") }),
  "course.defined": fc.record({ course: pick("c1", "c2"), title: fc.constant("C"), orgUnit: pick("u1", "u2"), credits: pick(3, 2, null) }),
  "section.defined": fc.record({ section, course: pick("c1", "c2"), term: pick("t1", "t2"), instructors: fc.subarray(students) }),
  "student.defined": fc.record({ student, program: pick("p1", "p2", null), yearOfStudy: pick(1, 2, null) }),
  "enrollment.changed": fc.record({ section, student, status: pick("enrolled", "withdrawn", "completed"), effectiveOn: day }),
  "registration.changed": fc.record({
    student,
    term: pick("t1", "t2"),
    program: pick("p1", null),
    status: pick("enrolled", "leave", "withdrawn", "dismissed"),
    effectiveOn: day,
  }),
  "meeting.changed": fc.record({
    meeting: pick("m1", "m2", "m3"),
    section,
    startsAt: instant,
    status: pick("held", "held", "planned", "cancelled"),
  }),
  "attendance.recorded": fc.record({ meeting: pick("m1", "m2", "m3"), student, status: pick("present", "late", "absent", "excused") }),
  "assessment.defined": fc.record({
    assessment: pick("a1", "a2"),
    section,
    title: fc.constant("A"),
    weight: fc.constant(10),
    maxScore: fc.constant(100),
  }),
  "score.recorded": fc.record({ assessment: pick("a1", "a2"), student, score: pick(50, 80, null) }),
  "grade.posted": fc
    .record({
      section,
      student,
      grade: pick("4.5/A+", "4.5/D+", "4.5/F", "4.5/P", "band/Pass", "band/Fail"),
      points: pick(null, null, 4),
      credits: pick(null, 3),
      state: pick("provisional", "final"),
    })
    .map(({ grade, ...rest }) => ({ ...rest, scale: grade.split("/")[0], letter: grade.split("/")[1] })),
  "activity.observed": fc.record({ student, section: pick("s1", "s2", null), kind: pick("view", "post"), count: pick(1, 2, null) }),
  "contact.noted": fc.record({ contact: pick("k1"), student, channel: pick("mail", "phone") }),
};

const event = (type: string): fc.Arbitrary<Omit<LoggedEvent, "id">> =>
  fc.record({
    type: fc.constant(type),
    source: pick("urn:a", "urn:z", "urn:\u{e9}"),
    occurredAt: instant,
    recordedAt: instant,
    data: data[type] ?? fc.constant({}),
  });

/** A set of events in an arbitrary order, weighted towards those that hang on each other. */
export const eventSet = (size: { minLength: number; maxLength: number }): fc.Arbitrary<LoggedEvent[]> =>
  fc
    .array(
      fc.oneof(
        { weight: 8, arbitrary: event("attendance.recorded") },
        { weight: 4, arbitrary: event("meeting.changed") },
        { weight: 3, arbitrary: event("section.defined") },
        { weight: 3, arbitrary: event("student.defined") },
        { weight: 3, arbitrary: event("grade.posted") },
        { weight: 3, arbitrary: event("enrollment.changed") },
        ...Object.keys(data).map((type) => ({ weight: 2, arbitrary: event(type) })),
      ),
      size,
    )
    // Ids are not in the order of arrival, so that the last tie-breaker is tried too.
    .map((events) => events.map((e, index) => ({ ...e, id: `e${(index * 7919) % 1000}-${index}` })));

export const eventTypes = Object.keys(data);
