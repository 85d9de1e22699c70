-- About the rows that loadFacts (bench/facts.ts) promises, on an empty warehouse: keys are given from 1 on
-- in the order of insertion, which the arithmetic below relies upon. :{name} is replaced by a number or date.

INSERT INTO warehouse.dim_org_unit (id, name, kind, parent_key, inferred) VALUES ('root', 'University', 'institution', 0, false);
INSERT INTO warehouse.dim_org_unit (id, name, kind, parent_key, inferred)
SELECT 'col-' || i, 'College ' || i, 'college', 1, false FROM generate_series(1, 8) i ORDER BY i;
INSERT INTO warehouse.dim_org_unit (id, name, kind, parent_key, inferred)
SELECT 'dep-' || i, 'Department ' || i, 'department', 2 + (i - 1) / 5, false FROM generate_series(1, 40) i ORDER BY i;
INSERT INTO warehouse.dim_program (id, name, org_unit_key, inferred)
SELECT 'prog-' || i, 'Program ' || i, 10 + (i - 1) % 40, false FROM generate_series(1, 60) i ORDER BY i;
INSERT INTO warehouse.dim_course (id, title, org_unit_key, credits, inferred)
SELECT 'c-' || i, 'Course ' || i, 10 + (i - 1) % 40, 3, false FROM generate_series(1, :{courses}) i ORDER BY i;
INSERT INTO warehouse.dim_term (id, name, academic_year, starts_on, ends_on, census_on, inferred)
SELECT 't-' || i, 'Term ' || i, 'Year ' || (i + 1) / 2, starts_on, starts_on + 110, starts_on + 28, false
FROM (SELECT i, :{today} - 71 - 182 * (:{terms} - i) AS starts_on FROM generate_series(1, :{terms}) i) term ORDER BY i;
INSERT INTO warehouse.dim_section (id, course_key, term_key, org_unit_key, meetings_planned, inferred)
SELECT 's-' || term || '-' || i, 1 + (i - 1) % :{courses}, term, 10 + ((i - 1) % :{courses}) % 40, :{meetings}, false
FROM generate_series(1, :{terms}) term, generate_series(1, :{sections}) i ORDER BY term, i;
INSERT INTO warehouse.dim_meeting (id, section_key, starts_at, held_on, status, rolls, inferred)
SELECT 'm-' || section_key || '-' || k, section_key, (day + time '09:00') AT TIME ZONE 'UTC', day,
  CASE WHEN day <= :{today} THEN 'held' ELSE 'planned' END, 0, false
FROM (SELECT section_key, k, starts_on + ((k - 1) / 2) * 7 + (k % 2) * 2 + section_key % 3 AS day
  FROM warehouse.dim_section JOIN warehouse.dim_term USING (term_key), generate_series(1, :{meetings}) k) meeting
ORDER BY section_key, k;

CREATE TEMP TABLE student AS SELECT i, gen_random_uuid() AS student, 1 + i % 60 AS program_key, 1 + i % 4 AS year_of_study FROM generate_series(0, :{students} - 1) i;
CREATE UNIQUE INDEX ON student (i);
INSERT INTO warehouse.dim_student (student, inferred) SELECT student, false FROM student;
INSERT INTO warehouse.dim_student_version (student, valid_from, effective_from, effective_to, program_key, year_of_study, recorded_at, occurred_at, source, event_id)
SELECT student, :{today} - 2000, '-infinity', 'infinity', program_key, 1 + i % 4, now(), now(), 'urn:bench', 'e' FROM student;

-- Three seats in four are taken by students whose number fits the department, the others by anyone.
CREATE TEMP TABLE enrolment AS
SELECT DISTINCT ON (section_key, student) term_key, section_key, org_unit_key, student, program_key, year_of_study, seat, starts_on
FROM warehouse.dim_section JOIN warehouse.dim_term USING (term_key), generate_series(0, :{seats} - 1) seat, student
WHERE i = CASE WHEN seat < 30 THEN org_unit_key - 10 + 40 * ((section_key * 7 + seat * 3) % (:{students} / 40))
  ELSE (section_key * 131 + seat * 977) % :{students} END
ORDER BY section_key, student, seat;
ANALYZE enrolment;

INSERT INTO warehouse.fact_enrollment
  (section_key, student, status, effective_on, term_key, org_unit_key, program_key, year_of_study, low_state, recorded_at, occurred_at, source, event_id)
SELECT section_key, student, CASE WHEN seat = 7 AND section_key % 2 = 0 THEN 'withdrawn' ELSE 'enrolled' END,
  starts_on + CASE WHEN seat = 7 THEN section_key % 60 - 5 ELSE 0 END, term_key, org_unit_key, program_key, year_of_study,
  CASE WHEN (seat * 7 + section_key) % 8 >= 6 THEN 'final' END, now(), now(), 'urn:bench', 'e'
FROM enrolment;
INSERT INTO warehouse.fact_registration
  (student, term_key, effective_on, status, own_program_key, program_key, year_of_study, recorded_at, occurred_at, source, event_id)
SELECT student, term_key, starts_on, 'enrolled', 0, program_key, year_of_study, now(), now(), 'urn:bench', 'e' FROM student, warehouse.dim_term
UNION ALL
SELECT student, term_key, starts_on + 40, 'withdrawn', 0, program_key, year_of_study, now(), now(), 'urn:bench', 'e'
FROM student, warehouse.dim_term WHERE i % 40 = term_key;
INSERT INTO warehouse.fact_grade
  (section_key, student, scale, letter, state, term_key, org_unit_key, program_key, year_of_study, grade_point_credits, graded_credits,
   recorded_at, occurred_at, source, event_id)
SELECT section_key, student, '4.5', letter, 'final', term_key, org_unit_key, program_key, year_of_study, 3 * points, 3, now(), now(), 'urn:bench', 'e'
FROM enrolment
JOIN (VALUES (0, 'A+', 4.5), (1, 'A0', 4), (2, 'B+', 3.5), (3, 'B0', 3), (4, 'C+', 2.5), (5, 'C0', 2), (6, 'D+', 1.5), (7, 'F', 0))
  AS grade (place, letter, points) ON place = (seat * 7 + section_key) % 8;
UPDATE warehouse.dim_meeting SET rolls = enrolments
FROM (SELECT section_key, count(*) AS enrolments FROM enrolment GROUP BY 1) roll
WHERE roll.section_key = dim_meeting.section_key AND status = 'held';
INSERT INTO warehouse.fact_activity (student, section_key, day, kind, observations)
SELECT student, section_key, :{today} - seat % 7, 'forum', 1 + seat % 3
FROM enrolment WHERE term_key = :{terms} AND seat % 3 > 0;

INSERT INTO warehouse.cell_meeting
SELECT term_key, m.section_key, held_on, count(*), count(*) FILTER (WHERE rolls > 0)
FROM warehouse.dim_meeting m JOIN warehouse.dim_section USING (section_key) WHERE status = 'held' GROUP BY 1, 2, 3;
INSERT INTO warehouse.cell_meeting_unit
SELECT term_key, org_unit_key, held_on, sum(held), sum(recorded)
FROM warehouse.cell_meeting JOIN warehouse.dim_section USING (section_key, term_key) GROUP BY 1, 2, 3;
INSERT INTO warehouse.cell_enrollment
SELECT term_key, section_key, program_key, status, CASE WHEN status = 'withdrawn' THEN effective_on ELSE '-infinity' END,
  count(*), 0, count(*) FILTER (WHERE status <> 'withdrawn' AND low_state = 'final')
FROM warehouse.fact_enrollment GROUP BY 1, 2, 3, 4, 5;
INSERT INTO warehouse.cell_grade
SELECT term_key, section_key, program_key, state, scale, letter, count(*), sum(grade_point_credits), sum(graded_credits)
FROM warehouse.fact_grade GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO warehouse.cell_grade_unit
SELECT term_key, org_unit_key, program_key, state, scale, letter, count(*), sum(grade_point_credits), sum(graded_credits)
FROM warehouse.fact_grade GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO warehouse.cell_registration
SELECT term_key, program_key, status, effective_on, count(*) FROM warehouse.fact_registration GROUP BY 1, 2, 3, 4;
INSERT INTO warehouse.cell_activity SELECT section_key, day, sum(observations) FROM warehouse.fact_activity GROUP BY 1, 2;
INSERT INTO warehouse.cell_activity_student SELECT day, student, sum(observations) FROM warehouse.fact_activity GROUP BY 1, 2;
DROP TABLE student;
