/** A section with one meeting, and a roll of two, as a source would send it. */
export const smallCampus = (source: string) => {
  const event = eventOf(source);
  return [
    event("t", "term.defined", { term: "t1", name: "T", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
    event("c", "course.defined", { course: "c1", title: "C", orgUnit: "u1" }),
    event("s", "section.defined", { section: "s1", course: "c1", term: "t1", instructors: [] }),
    event("m", "meeting.changed", { meeting: "m1", section: "s1", startsAt: "2026-03-09T09:00:00Z", status: "held" }),
    event("a1", "attendance.recorded", { meeting: "m1", student: "p1", status: "present" }),
    event("a2", "attendance.recorded", { meeting: "m1", student: "p2", status: "absent" }),
  ];
};

export const eventOf = (source: string) => (id: string, type: string, data: object) => ({
  specversion: "1.0",
  id,
  source,
  type,
  time: "2026-03-09T09:00:00Z",
  data,
});
