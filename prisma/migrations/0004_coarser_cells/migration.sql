-- Coarser cells beside the fine ones, so that a whole institution's figures are sums over few rows,
-- and counts of distinct students, which do not add up over cells and are therefore kept as such.

CREATE TABLE warehouse.cell_attendance_unit_day (
  term_key integer NOT NULL, org_unit_key integer NOT NULL, held_on date NOT NULL,
  present integer NOT NULL, late integer NOT NULL, absent integer NOT NULL, excused integer NOT NULL,
  PRIMARY KEY (term_key, org_unit_key, held_on)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_attendance_unit_term (
  term_key integer NOT NULL, org_unit_key integer NOT NULL, program_key integer NOT NULL,
  present integer NOT NULL, late integer NOT NULL, absent integer NOT NULL, excused integer NOT NULL,
  PRIMARY KEY (term_key, org_unit_key, program_key)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_attendance_section (
  term_key integer NOT NULL, section_key integer NOT NULL,
  present integer NOT NULL, late integer NOT NULL, absent integer NOT NULL, excused integer NOT NULL,
  PRIMARY KEY (term_key, section_key)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_enrollment_unit (
  term_key integer NOT NULL, org_unit_key integer NOT NULL, status text NOT NULL, effective_on date NOT NULL,
  enrolments integer NOT NULL, low_provisional integer NOT NULL, low_final integer NOT NULL,
  PRIMARY KEY (term_key, org_unit_key, status, effective_on)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_enrollment_section (
  term_key integer NOT NULL, section_key integer NOT NULL, status text NOT NULL, effective_on date NOT NULL,
  enrolments integer NOT NULL, low_provisional integer NOT NULL, low_final integer NOT NULL,
  PRIMARY KEY (term_key, section_key, status, effective_on)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_grade_unit_letter (
  term_key integer NOT NULL, org_unit_key integer NOT NULL, state text NOT NULL, scale text NOT NULL, letter text NOT NULL,
  grades integer NOT NULL, grade_point_credits numeric NOT NULL, graded_credits numeric NOT NULL,
  PRIMARY KEY (term_key, org_unit_key, state, scale, letter)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_grade_section (
  term_key integer NOT NULL, section_key integer NOT NULL, state text NOT NULL, scale text NOT NULL, letter text NOT NULL,
  grades integer NOT NULL, grade_point_credits numeric NOT NULL, graded_credits numeric NOT NULL,
  PRIMARY KEY (term_key, section_key, state, scale, letter)
) PARTITION BY HASH (term_key);

-- How many distinct students a member of a dimension has in a term. What a student holds there is told by
-- `detail`: attendance: any (a mark), expected (a mark other than excused); enrollment: any; grade:
-- state/scale/any, state/scale/points (a grade with points) and state/scale/=letter, scale * meaning whichever.
CREATE TABLE warehouse.cell_students (
  term_key integer NOT NULL,
  family text NOT NULL,
  kind text NOT NULL,        -- all, org_unit, course, section, program
  detail text NOT NULL,
  member_key integer NOT NULL,
  students integer NOT NULL,
  PRIMARY KEY (term_key, family, kind, detail, member_key)
) PARTITION BY HASH (term_key);

DO $$
DECLARE
  parent text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['cell_attendance_unit_day', 'cell_attendance_unit_term', 'cell_attendance_section',
    'cell_enrollment_unit', 'cell_enrollment_section', 'cell_grade_unit_letter', 'cell_grade_section', 'cell_students']
  LOOP
    FOR remainder IN 0..3 LOOP
      EXECUTE format('CREATE TABLE warehouse.%I PARTITION OF warehouse.%I FOR VALUES WITH (MODULUS 4, REMAINDER %s) WITH (fillfactor = 85)',
        parent || '_p' || remainder, parent, remainder);
    END LOOP;
    EXECUTE format('GRANT SELECT ON warehouse.%I TO bellwether_reader', parent);
  END LOOP;
END $$;

DROP INDEX warehouse.fact_enrollment_student;
CREATE INDEX fact_enrollment_student ON warehouse.fact_enrollment (student, term_key);
-- The few who withdrew are found without reading all enrolments of a term.
CREATE INDEX fact_enrollment_withdrawn ON warehouse.fact_enrollment (term_key, effective_on) WHERE status = 'withdrawn';

INSERT INTO warehouse.cell_attendance_unit_day
SELECT term_key, org_unit_key, held_on, sum(present), sum(late), sum(absent), sum(excused)
FROM warehouse.cell_attendance_unit GROUP BY 1, 2, 3;
INSERT INTO warehouse.cell_attendance_unit_term
SELECT term_key, org_unit_key, program_key, sum(present), sum(late), sum(absent), sum(excused)
FROM warehouse.cell_attendance_unit GROUP BY 1, 2, 3;
INSERT INTO warehouse.cell_attendance_section
SELECT term_key, section_key, sum(present), sum(late), sum(absent), sum(excused)
FROM warehouse.cell_attendance_term GROUP BY 1, 2;
INSERT INTO warehouse.cell_enrollment_section
SELECT term_key, section_key, status, effective_on, sum(enrolments), sum(low_provisional), sum(low_final)
FROM warehouse.cell_enrollment GROUP BY 1, 2, 3, 4;
INSERT INTO warehouse.cell_enrollment_unit
SELECT cell.term_key, coalesce(section.org_unit_key, 0), status, effective_on, sum(enrolments), sum(low_provisional), sum(low_final)
FROM warehouse.cell_enrollment_section cell LEFT JOIN warehouse.dim_section section USING (section_key) GROUP BY 1, 2, 3, 4;
INSERT INTO warehouse.cell_grade_section
SELECT term_key, section_key, state, scale, letter, sum(grades), sum(grade_point_credits), sum(graded_credits)
FROM warehouse.cell_grade GROUP BY 1, 2, 3, 4, 5;
INSERT INTO warehouse.cell_grade_unit_letter
SELECT term_key, org_unit_key, state, scale, letter, sum(grades), sum(grade_point_credits), sum(graded_credits)
FROM warehouse.cell_grade_unit GROUP BY 1, 2, 3, 4, 5;

WITH holding AS (
  SELECT 'attendance' AS family, detail, term_key, section_key, program_key, student
  FROM warehouse.cell_attendance_student
  CROSS JOIN LATERAL (VALUES ('any', present + late + absent + excused > 0), ('expected', present + late + absent > 0)) AS held (detail, holds)
  WHERE holds
  UNION ALL
  SELECT 'enrollment', 'any', term_key, section_key, program_key, student FROM warehouse.fact_enrollment
  UNION ALL
  SELECT 'grade', detail, term_key, section_key, program_key, student FROM warehouse.fact_grade
  CROSS JOIN LATERAL (VALUES (state || '/' || scale || '/any', true), (state || '/*/any', true),
    (state || '/' || scale || '/points', graded_credits <> 0), (state || '/*/points', graded_credits <> 0),
    (state || '/' || scale || '/=' || letter, true), (state || '/*/=' || letter, true)) AS held (detail, holds)
  WHERE holds)
INSERT INTO warehouse.cell_students (term_key, family, kind, detail, member_key, students)
SELECT holding.term_key, family, kind, detail, member_key, count(DISTINCT student)
FROM holding LEFT JOIN warehouse.dim_section section USING (section_key)
CROSS JOIN LATERAL (VALUES ('all', 0), ('org_unit', coalesce(section.org_unit_key, 0)), ('course', coalesce(section.course_key, 0)),
  ('section', section_key), ('program', program_key)) AS member (kind, member_key)
GROUP BY 1, 2, 3, 4, 5;
