import {
  attendanceContribution,
  enrollmentContribution,
  gradeContribution,
  registrationContribution,
  scoreContribution,
} from "../contribution";
import { noteRegistrations } from "../count-registrations";
import { noteEnrolments } from "../count-student-days";
import { withDelta } from "../delta";
import { thisBatch } from "./latest";

/** Joins the student's version that holds on a day, as `version`: its program and year of study. */
export const programOn = (student: string, day: string) => `
  LEFT JOIN warehouse.dim_student_version version ON version.student = ${student}
    AND version.effective_from <= ${day} AND ${day} < version.effective_to`;

/** Joins a term's census day as `census.day`; a term not yet known counts under the earliest version. */
export const termCensus = (termKey: string) => `
  LEFT JOIN warehouse.dim_term term ON term.term_key = ${termKey}
  CROSS JOIN LATERAL (SELECT coalesce(term.census_on, term.starts_on, '-infinity'::date) AS day) AS census`;

/**
 * Resolves facts again whose dimension members moved: the same expressions as at their arrival, over
 * just those facts, and only where something differs.
 */
const resolveAttendance = (which: string) =>
  withDelta(
    attendanceContribution,
    `UPDATE warehouse.fact_attendance fact SET
      counted = now.counted, term_key = now.term_key, section_key = now.section_key,
      org_unit_key = now.org_unit_key, program_key = now.program_key, year_of_study = now.year_of_study,
      held_on = now.held_on, changed_in = ${thisBatch}
    FROM (
      SELECT same.meeting_key, same.student,
        coalesce(meeting.status = 'held' AND meeting.section_key <> 0 AND meeting.held_on IS NOT NULL, false) AS counted,
        coalesce(section.term_key, 0) AS term_key, meeting.section_key, coalesce(section.org_unit_key, 0) AS org_unit_key,
        coalesce(version.program_key, 0) AS program_key, version.year_of_study, coalesce(meeting.held_on, '-infinity'::date) AS held_on
      FROM warehouse.fact_attendance same
      JOIN warehouse.dim_meeting meeting USING (meeting_key)
      LEFT JOIN warehouse.dim_section section ON section.section_key = meeting.section_key
      ${programOn("same.student", "coalesce(meeting.held_on, '-infinity')")}
      WHERE ${which}
    ) now
    WHERE fact.meeting_key = now.meeting_key AND fact.student = now.student
      AND (fact.counted, fact.term_key, fact.section_key, fact.org_unit_key, fact.program_key, fact.year_of_study, fact.held_on)
        IS DISTINCT FROM (now.counted, now.term_key, now.section_key, now.org_unit_key, now.program_key, now.year_of_study, now.held_on)`,
  );

export const resolveAttendanceOfMeetings = resolveAttendance("same.meeting_key IN (SELECT meeting_key FROM moved_meeting)");
export const resolveAttendanceOfStudents = resolveAttendance("same.student IN (SELECT student FROM moved_student)");

export const moveMeetingsOfSections = `
  INSERT INTO moved_meeting
  SELECT meeting_key FROM warehouse.dim_meeting WHERE section_key IN (SELECT section_key FROM moved_section)
  ON CONFLICT DO NOTHING`;

const moved = (alias: string) =>
  `(${alias}.section_key IN (SELECT section_key FROM moved_section) OR ${alias}.student IN (SELECT student FROM moved_student))`;

export const resolveEnrollments = withDelta(
  enrollmentContribution,
  `UPDATE warehouse.fact_enrollment fact SET
    term_key = now.term_key, org_unit_key = now.org_unit_key, program_key = now.program_key, year_of_study = now.year_of_study, changed_in = ${thisBatch}
  FROM (
    SELECT same.section_key, same.student, section.term_key, section.org_unit_key,
      coalesce(version.program_key, 0) AS program_key, version.year_of_study
    FROM warehouse.fact_enrollment same
    JOIN warehouse.dim_section section USING (section_key)
    ${termCensus("section.term_key")}
    ${programOn("same.student", "census.day")}
    WHERE ${moved("same")}
  ) now
  WHERE fact.section_key = now.section_key AND fact.student = now.student
    AND (fact.term_key, fact.org_unit_key, fact.program_key, fact.year_of_study)
      IS DISTINCT FROM (now.term_key, now.org_unit_key, now.program_key, now.year_of_study)`,
  noteEnrolments,
);

export const resolveGrades = withDelta(
  gradeContribution,
  `UPDATE warehouse.fact_grade fact SET
    term_key = now.term_key, org_unit_key = now.org_unit_key, program_key = now.program_key, year_of_study = now.year_of_study,
    grade_point_credits = now.grade_point_credits, graded_credits = now.graded_credits, changed_in = ${thisBatch}
  FROM (
    SELECT same.section_key, same.student, section.term_key, section.org_unit_key,
      coalesce(version.program_key, 0) AS program_key, version.year_of_study,
      coalesce(resolved.points * resolved.credits, 0) AS grade_point_credits,
      CASE WHEN resolved.points IS NULL THEN 0 ELSE resolved.credits END AS graded_credits
    FROM warehouse.fact_grade same
    JOIN warehouse.dim_section section USING (section_key)
    LEFT JOIN warehouse.dim_course course ON course.course_key = section.course_key
    LEFT JOIN warehouse.dim_scale_letter letter ON letter.scale = same.scale AND letter.letter = same.letter
    ${termCensus("section.term_key")}
    ${programOn("same.student", "census.day")}
    CROSS JOIN LATERAL (SELECT coalesce(same.points, letter.points) AS points,
      coalesce(same.credits, course.credits, 1) AS credits) AS resolved
    WHERE ${moved("same")}
  ) now
  WHERE fact.section_key = now.section_key AND fact.student = now.student
    AND (fact.term_key, fact.org_unit_key, fact.program_key, fact.year_of_study, fact.grade_point_credits, fact.graded_credits)
      IS DISTINCT FROM (now.term_key, now.org_unit_key, now.program_key, now.year_of_study, now.grade_point_credits, now.graded_credits)`,
);

export const resolveRegistrations = withDelta(
  registrationContribution,
  `UPDATE warehouse.fact_registration fact SET program_key = now.program_key, year_of_study = now.year_of_study, changed_in = ${thisBatch}
  FROM (
    SELECT same.student, same.term_key, same.effective_on,
      coalesce(nullif(same.own_program_key, 0), version.program_key, 0) AS program_key, version.year_of_study
    FROM warehouse.fact_registration same
    ${termCensus("same.term_key")}
    ${programOn("same.student", "census.day")}
    WHERE same.term_key IN (SELECT term_key FROM moved_term) OR same.student IN (SELECT student FROM moved_student)
  ) now
  WHERE fact.student = now.student AND fact.term_key = now.term_key AND fact.effective_on = now.effective_on
    AND (fact.program_key, fact.year_of_study) IS DISTINCT FROM (now.program_key, now.year_of_study)`,
  noteRegistrations,
);

export const resolveScores = withDelta(
  scoreContribution,
  `UPDATE warehouse.fact_score fact SET
    section_key = now.section_key, term_key = now.term_key, org_unit_key = now.org_unit_key, changed_in = ${thisBatch}
  FROM (
    SELECT same.assessment_key, same.student, assessment.section_key, coalesce(section.term_key, 0) AS term_key,
      coalesce(section.org_unit_key, 0) AS org_unit_key
    FROM warehouse.fact_score same
    JOIN warehouse.dim_assessment assessment USING (assessment_key)
    LEFT JOIN warehouse.dim_section section ON section.section_key = assessment.section_key
    WHERE same.assessment_key IN (SELECT assessment_key FROM moved_assessment)
      OR same.section_key IN (SELECT section_key FROM moved_section)
  ) now
  WHERE fact.assessment_key = now.assessment_key AND fact.student = now.student
    AND (fact.section_key, fact.term_key, fact.org_unit_key)
      IS DISTINCT FROM (now.section_key, now.term_key, now.org_unit_key)`,
);
