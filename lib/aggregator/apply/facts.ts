import {
  activityContribution,
  attendanceContribution,
  enrollmentContribution,
  gradeContribution,
  registrationContribution,
  scoreContribution,
} from "../contribution";
import { noteRegistrations } from "../count-registrations";
import { noteEnrolments } from "../count-student-days";
import { withDelta } from "../delta";
import { beatsFact, latest, markList, markOf, takeEvent, text, thisBatch, uuid } from "./latest";
import { programOn, termCensus } from "./resolve";

/** Facts from events: the latest wins, and each row is resolved to the keys that its cells hang on. */

export const applyAttendance = withDelta(
  attendanceContribution,
  `INSERT INTO warehouse.fact_attendance AS fact
    (meeting_key, student, status, counted, term_key, section_key, org_unit_key, program_key, year_of_study, held_on, ${markList})
  SELECT meeting.meeting_key, e.student, e.data->>'status',
    coalesce(meeting.status = 'held' AND meeting.section_key <> 0 AND meeting.held_on IS NOT NULL, false),
    coalesce(section.term_key, 0), meeting.section_key, coalesce(section.org_unit_key, 0),
    coalesce(version.program_key, 0), version.year_of_study, coalesce(meeting.held_on, '-infinity'), ${markOf("e")}
  FROM ${latest("attendance.recorded", { meeting: text("meeting"), student: uuid("student") })} e
  JOIN warehouse.dim_meeting meeting ON meeting.id = e.meeting
  LEFT JOIN warehouse.dim_section section ON section.section_key = meeting.section_key
  ${programOn("e.student", "coalesce(meeting.held_on, '-infinity')")}
  ON CONFLICT (meeting_key, student) DO UPDATE SET ${takeEvent("fact", ["status"])}
  WHERE ${beatsFact("excluded", "fact")}`,
  `INSERT INTO delta_rolls SELECT new_meeting_key, count(*) FROM changed WHERE old_student IS NULL GROUP BY new_meeting_key`,
);

export const applyEnrollments = withDelta(
  enrollmentContribution,
  `INSERT INTO warehouse.fact_enrollment AS fact
    (section_key, student, status, effective_on, sealed_reason, term_key, org_unit_key, program_key, year_of_study, low_state, ${markList})
  SELECT section.section_key, e.student, e.data->>'status', (e.data->>'effectiveOn')::date, e.data->>'reason',
    section.term_key, section.org_unit_key, coalesce(version.program_key, 0), version.year_of_study,
    CASE WHEN letter.low THEN grade.state END, ${markOf("e")}
  FROM ${latest("enrollment.changed", { section: text("section"), student: uuid("student") })} e
  JOIN warehouse.dim_section section ON section.id = e.section
  ${termCensus("section.term_key")}
  ${programOn("e.student", "census.day")}
  LEFT JOIN warehouse.fact_grade grade ON grade.section_key = section.section_key AND grade.student = e.student
  LEFT JOIN warehouse.dim_scale_letter letter ON letter.scale = grade.scale AND letter.letter = grade.letter
  ON CONFLICT (section_key, student) DO UPDATE SET
    ${takeEvent("fact", ["status", "effective_on", "sealed_reason"])}
  WHERE ${beatsFact("excluded", "fact")}`,
  noteEnrolments,
);

export const applyGrades = withDelta(
  gradeContribution,
  `INSERT INTO warehouse.fact_grade AS fact
    (section_key, student, scale, letter, points, credits, state, term_key, org_unit_key, program_key, year_of_study,
     grade_point_credits, graded_credits, ${markList})
  SELECT section.section_key, e.student, e.data->>'scale', e.data->>'letter', (e.data->>'points')::numeric,
    (e.data->>'credits')::numeric, e.data->>'state', section.term_key, section.org_unit_key,
    coalesce(version.program_key, 0), version.year_of_study, weighed.grade_point_credits, weighed.graded_credits, ${markOf("e")}
  FROM ${latest("grade.posted", { section: text("section"), student: uuid("student") })} e
  JOIN warehouse.dim_section section ON section.id = e.section
  LEFT JOIN warehouse.dim_course course ON course.course_key = section.course_key
  LEFT JOIN warehouse.dim_scale_letter letter ON letter.scale = e.data->>'scale' AND letter.letter = e.data->>'letter'
  ${termCensus("section.term_key")}
  ${programOn("e.student", "census.day")}
  CROSS JOIN LATERAL (SELECT coalesce((e.data->>'points')::numeric, letter.points) AS points,
    coalesce((e.data->>'credits')::numeric, course.credits, 1) AS credits) AS resolved
  CROSS JOIN LATERAL (SELECT coalesce(resolved.points * resolved.credits, 0) AS grade_point_credits,
    CASE WHEN resolved.points IS NULL THEN 0 ELSE resolved.credits END AS graded_credits) AS weighed
  ON CONFLICT (section_key, student) DO UPDATE SET
    ${takeEvent("fact", ["scale", "letter", "points", "credits", "state", "grade_point_credits", "graded_credits"])}
  WHERE ${beatsFact("excluded", "fact")}`,
  "INSERT INTO graded SELECT new_section_key, new_student FROM changed",
);

/** DFW needs grade and enrolment of the same student together: the enrolment remembers a low letter. */
export const applyLowGrades = withDelta(
  enrollmentContribution,
  `UPDATE warehouse.fact_enrollment fact SET low_state = CASE WHEN letter.low THEN grade.state END, changed_in = ${thisBatch}
  FROM graded
  JOIN warehouse.fact_grade grade USING (section_key, student)
  LEFT JOIN warehouse.dim_scale_letter letter ON letter.scale = grade.scale AND letter.letter = grade.letter
  WHERE fact.section_key = graded.section_key AND fact.student = graded.student
    AND fact.low_state IS DISTINCT FROM CASE WHEN letter.low THEN grade.state END`,
);

export const applyRegistrations = withDelta(
  registrationContribution,
  `INSERT INTO warehouse.fact_registration AS fact
    (student, term_key, effective_on, status, own_program_key, program_key, year_of_study, sealed_reason, ${markList})
  SELECT e.student, term.term_key, e.effective_on, e.data->>'status', coalesce(program.program_key, 0),
    coalesce(program.program_key, version.program_key, 0), version.year_of_study, e.data->>'reason', ${markOf("e")}
  FROM ${latest("registration.changed", {
    student: uuid("student"),
    term: text("term"),
    effective_on: "(data->>'effectiveOn')::date",
  })} e
  JOIN warehouse.dim_term term ON term.id = e.term
  LEFT JOIN warehouse.dim_program program ON program.id = e.data->>'program'
  ${programOn("e.student", "coalesce(term.census_on, term.starts_on, '-infinity')")}
  ON CONFLICT (student, term_key, effective_on) DO UPDATE SET
    ${takeEvent("fact", ["status", "own_program_key", "program_key", "sealed_reason"])}
  WHERE ${beatsFact("excluded", "fact")}`,
  noteRegistrations,
);

export const applyScores = withDelta(
  scoreContribution,
  `INSERT INTO warehouse.fact_score AS fact
    (assessment_key, student, score, submitted_on, section_key, term_key, org_unit_key, ${markList})
  SELECT assessment.assessment_key, e.student, (e.data->>'score')::numeric, (e.data->>'submittedOn')::date,
    assessment.section_key, coalesce(section.term_key, 0), coalesce(section.org_unit_key, 0), ${markOf("e")}
  FROM ${latest("score.recorded", { assessment: text("assessment"), student: uuid("student") })} e
  JOIN warehouse.dim_assessment assessment ON assessment.id = e.assessment
  LEFT JOIN warehouse.dim_section section ON section.section_key = assessment.section_key
  ON CONFLICT (assessment_key, student) DO UPDATE SET
    ${takeEvent("fact", ["score", "submitted_on"])}
  WHERE ${beatsFact("excluded", "fact")}`,
);

/** Activity has no row to win: observations add up, once each, because a batch is applied once (EXACT-2). */
export const applyActivity = (timeZone: string): string =>
  withDelta(
    activityContribution,
    `INSERT INTO warehouse.fact_activity AS fact (student, section_key, day, kind, observations, changed_in)
    SELECT (batch.data->>'student')::uuid AS student, coalesce(section.section_key, 0) AS section_key,
      (batch.occurred_at AT TIME ZONE '${timeZone}')::date AS day, batch.data->>'kind' AS kind,
      sum(coalesce((batch.data->>'count')::bigint, 1)), ${thisBatch}
    FROM batch LEFT JOIN warehouse.dim_section section ON section.id = batch.data->>'section'
    WHERE batch.type = 'activity.observed'
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (student, section_key, day, kind) DO UPDATE SET observations = fact.observations + excluded.observations,
      changed_in = excluded.changed_in`,
  );

export const applyContacts = `
  WITH changed AS (INSERT INTO warehouse.fact_contact AS fact (id, student, channel, sealed_note, ${markList})
  SELECT e.id, (e.data->>'student')::uuid, e.data->>'channel', e.data->>'note', ${markOf("e")}
  FROM ${latest("contact.noted", { id: text("contact") })} e
  ON CONFLICT (id) DO UPDATE SET ${takeEvent("fact", ["student", "channel", "sealed_note"], ["student", "channel", "sealed_note", "occurred_at"])}
  WHERE ${beatsFact("excluded", "fact")} RETURNING old.student AS before, new.student AS after)
  INSERT INTO touched_section (section_key, family, student) SELECT DISTINCT 0, 'contact', student FROM changed, unnest(ARRAY[before, after]) student WHERE student IS NOT NULL`;
