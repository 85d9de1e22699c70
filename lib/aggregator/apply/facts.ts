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
import { attendanceFact, enrollmentFact, gradeFact, registrationFact, scoreFact } from "../facts";
import { applyFacts } from "./compile-facts";
import { beatsFact, latest, markList, markOf, takeEvent, text, thisBatch } from "./latest";

export const applyAttendance = applyFacts(
  attendanceFact,
  attendanceContribution,
  `INSERT INTO delta_rolls SELECT new_meeting_key, count(*) FROM changed WHERE old_student IS NULL GROUP BY new_meeting_key`,
);

export const applyEnrollments = applyFacts(enrollmentFact, enrollmentContribution, noteEnrolments);

export const applyGrades = applyFacts(gradeFact, gradeContribution, "INSERT INTO graded SELECT new_section_key, new_student FROM changed");

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

export const applyRegistrations = applyFacts(registrationFact, registrationContribution, noteRegistrations);

export const applyScores = applyFacts(scoreFact, scoreContribution);

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
  INSERT INTO touched_section (section_key, program_key, term_key, family, student) SELECT DISTINCT 0, 0, 0, 'contact', student FROM changed, unnest(ARRAY[before, after]) student WHERE student IS NOT NULL`;
