import type { CampusEventType } from "@/lib/contracts/campus-events";

/**
 * The row that an event of a type sets, as SQL over a row of the log; `$zone` is the institution's time zone. The same as the
 * incremental form (apply/) and the batch form (verify/recompute.ts) go by; a new type has to be decided here.
 */
export const rowKeys: Readonly<Record<CampusEventType, readonly string[]>> = {
  "org-unit.defined": ["data->>'orgUnit'"],
  "term.defined": ["data->>'term'"],
  "program.defined": ["data->>'program'"],
  "course.defined": ["data->>'course'"],
  "section.defined": ["data->>'section'"],
  "person.defined": ["data->>'person'"],
  "student.defined": ["data->>'student'", "(occurred_at AT TIME ZONE '$zone')::date::text"],
  "enrollment.changed": ["data->>'section'", "data->>'student'"],
  "registration.changed": ["data->>'student'", "data->>'term'", "(data->>'effectiveOn')::date::text"],
  "meeting.changed": ["data->>'meeting'"],
  "attendance.recorded": ["data->>'meeting'", "data->>'student'"],
  "assessment.defined": ["data->>'assessment'"],
  "score.recorded": ["data->>'assessment'", "data->>'student'"],
  "grade.posted": ["data->>'section'", "data->>'student'"],
  // Added up: by what it is added up.
  "activity.observed": ["data->>'student'", "data->>'section'", "(occurred_at AT TIME ZONE '$zone')::date::text", "data->>'kind'"],
  "contact.noted": ["data->>'contact'"],
};
