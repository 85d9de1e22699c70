import type { z } from "zod";
import type { CampusEventType, campusEventData } from "./campus-events";

type Sent = { [T in CampusEventType]: z.input<(typeof campusEventData)[T]> };

/** One of each type, as a client would send it: what docs/EVENTS.md and the OpenAPI document show. */
const data: Sent = {
  "org-unit.defined": { orgUnit: "computing", name: "Computing", nameKo: "컴퓨터학과", kind: "department", parent: "engineering" },
  "term.defined": {
    term: "2026-1",
    name: "Spring 2026",
    academicYear: "2026",
    startsOn: "2026-03-02",
    endsOn: "2026-06-19",
    censusOn: "2026-04-01",
  },
  "program.defined": { program: "bsc-computing", name: "Computing (BSc)", orgUnit: "computing", level: "bachelor" },
  "course.defined": { course: "cs-101", title: "Introduction to Computing", orgUnit: "computing", credits: 3 },
  "section.defined": {
    section: "cs-101-01",
    course: "cs-101",
    term: "2026-1",
    instructors: ["i-7"],
    mode: "in-person",
    meetingsPlanned: 30,
    scale: "4.5",
  },
  "person.defined": { person: "s-9", name: "Kim Haneul", email: "haneul@example.edu", kind: "student" },
  "student.defined": { student: "s-9", program: "bsc-computing", yearOfStudy: 1, admittedOn: "2026-03-02", advisor: "i-7" },
  "enrollment.changed": { section: "cs-101-01", student: "s-9", status: "enrolled", effectiveOn: "2026-03-02" },
  "registration.changed": { student: "s-9", term: "2026-1", status: "enrolled", effectiveOn: "2026-03-02" },
  "meeting.changed": { meeting: "m-204", section: "cs-101-01", startsAt: "2026-03-09T09:00:00+09:00", status: "held" },
  "attendance.recorded": { meeting: "m-204", student: "s-9", status: "late" },
  "assessment.defined": {
    assessment: "cs-101-01-mid",
    section: "cs-101-01",
    title: "Midterm",
    kind: "exam",
    weight: 40,
    maxScore: 100,
    dueOn: "2026-04-20",
  },
  "score.recorded": { assessment: "cs-101-01-mid", student: "s-9", score: 87.5, submittedOn: "2026-04-20" },
  "grade.posted": { section: "cs-101-01", student: "s-9", scale: "4.5", letter: "A0", state: "provisional" },
  "activity.observed": { student: "s-9", section: "cs-101-01", kind: "forum", count: 3 },
  "contact.noted": { contact: "c-1", student: "s-9", channel: "call", note: "Asked for help with the midterm." },
};

export type ExampleEvent<T extends CampusEventType = CampusEventType> = {
  specversion: "1.0";
  id: string;
  source: string;
  type: T;
  time: string;
  dataschema: string;
  data: Sent[T];
};

export function exampleEvent<T extends CampusEventType>(type: T): ExampleEvent<T> {
  return {
    specversion: "1.0",
    id: `example-${type}`,
    source: "urn:sis:demo",
    type,
    time: "2026-03-09T09:02:11+09:00",
    dataschema: `urn:bellwether:${type}:1`,
    data: data[type],
  };
}
