-- The attendance of one term, after facts.sql: facts, and cells from the same marks. Term by term, so that a hundred million of them
-- take no more beside the tables than a tenth of that.
CREATE TEMP TABLE mark AS
SELECT meeting_key, student, term_key, section_key, org_unit_key, program_key, year_of_study, held_on,
  (ARRAY['present','present','present','present','present','present','present','late','absent','excused'])[1 + (meeting_key * 7 + seat * 3) % 10] AS status
FROM enrolment JOIN warehouse.dim_meeting USING (section_key) WHERE status = 'held' AND term_key = :{term};
INSERT INTO warehouse.fact_attendance
  (meeting_key, student, status, counted, term_key, section_key, org_unit_key, program_key, year_of_study, held_on, recorded_at, occurred_at, source, event_id)
SELECT meeting_key, student, status, true, term_key, section_key, org_unit_key, program_key, year_of_study, held_on, now(), now(), 'urn:bench', 'e'
FROM mark;
INSERT INTO warehouse.cell_attendance
SELECT term_key, section_key, held_on, program_key,
  count(*) FILTER (WHERE status = 'present'), count(*) FILTER (WHERE status = 'late'), count(*) FILTER (WHERE status = 'absent'), count(*) FILTER (WHERE status = 'excused')
FROM mark GROUP BY 1, 2, 3, 4;
INSERT INTO warehouse.cell_attendance_unit
SELECT term_key, org_unit_key, held_on, program_key,
  count(*) FILTER (WHERE status = 'present'), count(*) FILTER (WHERE status = 'late'), count(*) FILTER (WHERE status = 'absent'), count(*) FILTER (WHERE status = 'excused')
FROM mark GROUP BY 1, 2, 3, 4;
INSERT INTO warehouse.cell_attendance_term
SELECT term_key, section_key, program_key,
  count(*) FILTER (WHERE status = 'present'), count(*) FILTER (WHERE status = 'late'), count(*) FILTER (WHERE status = 'absent'), count(*) FILTER (WHERE status = 'excused')
FROM mark GROUP BY 1, 2, 3;
INSERT INTO warehouse.cell_attendance_student
SELECT term_key, section_key, program_key, student,
  count(*) FILTER (WHERE status = 'present'), count(*) FILTER (WHERE status = 'late'), count(*) FILTER (WHERE status = 'absent'), count(*) FILTER (WHERE status = 'excused')
FROM mark GROUP BY 1, 2, 3, 4;
DROP TABLE mark;
