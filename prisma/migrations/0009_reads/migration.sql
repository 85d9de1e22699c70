-- The student's year of study, by the same rule and of the same day as the program that a fact counts under: a figure
-- of one year is asked from facts that are visible in the reader's scope, and not from students' histories, which
-- are seen by fewer. Null: the student's version of that day says none, or there is none.
ALTER TABLE warehouse.fact_attendance ADD COLUMN year_of_study smallint;
ALTER TABLE warehouse.fact_enrollment ADD COLUMN year_of_study smallint;
ALTER TABLE warehouse.fact_grade ADD COLUMN year_of_study smallint;
ALTER TABLE warehouse.fact_registration ADD COLUMN year_of_study smallint;

UPDATE warehouse.fact_attendance fact SET year_of_study = version.year_of_study
FROM warehouse.dim_student_version version
WHERE version.student = fact.student AND version.effective_from <= fact.held_on AND fact.held_on < version.effective_to
  AND version.year_of_study IS NOT NULL;
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['fact_enrollment', 'fact_grade', 'fact_registration'] LOOP
    EXECUTE format($update$
      UPDATE warehouse.%I fact SET year_of_study = version.year_of_study
      FROM warehouse.dim_student_version version, (
        SELECT 0 AS term_key, '-infinity'::date AS day
        UNION ALL SELECT term_key, coalesce(census_on, starts_on, '-infinity') FROM warehouse.dim_term) census
      WHERE version.student = fact.student AND census.term_key = fact.term_key
        AND version.effective_from <= census.day AND census.day < version.effective_to AND version.year_of_study IS NOT NULL
    $update$, name);
  END LOOP;
END $$;

-- Distinct students by day, for each member of a dimension in a term: all, org_unit, subtree (a unit with all under it),
-- course, section, program. What is counted: lib/aggregator/count-student-days.ts.
CREATE TABLE warehouse.cell_student_days (
  term_key integer NOT NULL,
  what text NOT NULL,        -- enrolled, registered, active
  kind text NOT NULL,
  day date NOT NULL,
  member_key integer NOT NULL,
  students integer NOT NULL,
  PRIMARY KEY (term_key, what, kind, day, member_key)
) PARTITION BY HASH (term_key);
DO $$
BEGIN
  FOR remainder IN 0..3 LOOP
    EXECUTE format('CREATE TABLE warehouse.cell_student_days_p%1$s PARTITION OF warehouse.cell_student_days
      FOR VALUES WITH (MODULUS 4, REMAINDER %1$s) WITH (fillfactor = 85)', remainder);
  END LOOP;
END $$;
GRANT SELECT ON warehouse.cell_student_days TO bellwether_reader;

-- Enrolments by unit and program: a figure by program is a sum over few of these.
CREATE TABLE warehouse.cell_enrollment_unit_program (
  term_key integer NOT NULL, org_unit_key integer NOT NULL, program_key integer NOT NULL,
  status text NOT NULL, effective_on date NOT NULL,
  enrolments integer NOT NULL, low_provisional integer NOT NULL, low_final integer NOT NULL,
  PRIMARY KEY (term_key, org_unit_key, program_key, status, effective_on)
) PARTITION BY HASH (term_key);

-- Meetings by section, and grades without their letters or by program alone.
CREATE TABLE warehouse.cell_meeting_section (
  term_key integer NOT NULL, section_key integer NOT NULL, held integer NOT NULL, recorded integer NOT NULL,
  PRIMARY KEY (term_key, section_key)
) PARTITION BY HASH (term_key);
CREATE TABLE warehouse.cell_grade_section_scale (
  term_key integer NOT NULL, section_key integer NOT NULL, state text NOT NULL, scale text NOT NULL,
  grades integer NOT NULL, grade_point_credits numeric NOT NULL, graded_credits numeric NOT NULL,
  PRIMARY KEY (term_key, section_key, state, scale)
) PARTITION BY HASH (term_key);
CREATE TABLE warehouse.cell_grade_program_letter (
  term_key integer NOT NULL, program_key integer NOT NULL, state text NOT NULL, scale text NOT NULL, letter text NOT NULL,
  grades integer NOT NULL, grade_point_credits numeric NOT NULL, graded_credits numeric NOT NULL,
  PRIMARY KEY (term_key, program_key, state, scale, letter)
) PARTITION BY HASH (term_key);

-- Students by a change of their registration and the day of their next one in the term: lib/aggregator/count-registrations.ts.
CREATE TABLE warehouse.cell_registration_span (
  term_key integer NOT NULL, program_key integer NOT NULL, status text NOT NULL, effective_on date NOT NULL,
  until date NOT NULL,       -- infinity: no other change came
  students integer NOT NULL,
  PRIMARY KEY (term_key, program_key, status, effective_on, until)
) PARTITION BY HASH (term_key);
DO $$
DECLARE
  parent text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['cell_enrollment_unit_program', 'cell_meeting_section', 'cell_grade_section_scale',
    'cell_grade_program_letter', 'cell_registration_span'] LOOP
    FOR remainder IN 0..3 LOOP
      EXECUTE format('CREATE TABLE warehouse.%I PARTITION OF warehouse.%I FOR VALUES WITH (MODULUS 4, REMAINDER %s) WITH (fillfactor = 85)',
        parent || '_p' || remainder, parent, remainder);
    END LOOP;
    EXECUTE format('GRANT SELECT ON warehouse.%I TO bellwether_reader', parent);
  END LOOP;
END $$;

-- Whoever has an enrolment is counted by day now, and those outside a denominator are not looked for.
DROP INDEX warehouse.fact_enrollment_withdrawn;
DELETE FROM warehouse.cell_students WHERE family = 'enrollment';

-- The units under which a section counts: its own and each above.
CREATE TEMP TABLE path ON COMMIT DROP AS
WITH RECURSIVE path AS (
  SELECT org_unit_key, org_unit_key AS above FROM warehouse.dim_org_unit
  UNION
  SELECT path.org_unit_key, unit.parent_key FROM path JOIN warehouse.dim_org_unit unit ON unit.org_unit_key = path.above
  WHERE unit.parent_key <> 0)
SELECT * FROM path;

WITH holding AS (
  SELECT 'attendance' AS family, detail, term_key, section_key, student
  FROM warehouse.cell_attendance_student
  CROSS JOIN LATERAL (VALUES ('any', present + late + absent + excused > 0), ('expected', present + late + absent > 0)) AS held (detail, holds)
  WHERE holds
  UNION ALL
  SELECT 'grade', detail, term_key, section_key, student FROM warehouse.fact_grade
  CROSS JOIN LATERAL (VALUES (state || '/' || scale || '/any', true), (state || '/*/any', true),
    (state || '/' || scale || '/points', graded_credits <> 0), (state || '/*/points', graded_credits <> 0),
    (state || '/' || scale || '/=' || letter, true), (state || '/*/=' || letter, true)) AS held (detail, holds)
  WHERE holds)
INSERT INTO warehouse.cell_students (term_key, family, kind, detail, member_key, students)
SELECT holding.term_key, family, 'subtree', detail, above, count(DISTINCT student)
FROM holding JOIN warehouse.dim_section section USING (section_key) JOIN path USING (org_unit_key)
GROUP BY holding.term_key, family, detail, above;

CREATE TEMP TABLE held ON COMMIT DROP AS
SELECT e.term_key, kind, member_key, e.student,
  max(e.effective_on) FILTER (WHERE e.status <> 'enrolled') AS gone,
  min(e.effective_on) FILTER (WHERE e.status = 'enrolled') AS came,
  max(CASE WHEN e.status = 'withdrawn' THEN e.effective_on ELSE 'infinity' END) AS until
FROM warehouse.fact_enrollment e LEFT JOIN warehouse.dim_section section USING (section_key)
CROSS JOIN LATERAL (
  VALUES ('all', 0), ('org_unit', coalesce(section.org_unit_key, 0)), ('course', coalesce(section.course_key, 0)),
    ('section', e.section_key), ('program', e.program_key)
  UNION ALL SELECT 'subtree', above FROM path WHERE path.org_unit_key = section.org_unit_key) AS member (kind, member_key)
GROUP BY e.term_key, kind, member_key, e.student;

INSERT INTO warehouse.cell_student_days (term_key, what, kind, day, member_key, students)
SELECT term_key, 'registered', kind, until, member_key, count(*) FROM held GROUP BY term_key, kind, until, member_key
UNION ALL
SELECT term_key, 'enrolled', kind, turn.day, member_key, sum(turn.change)
FROM held CROSS JOIN LATERAL (VALUES
  ('-infinity'::date, 1, gone IS NOT NULL),
  (gone, -1, gone IS NOT NULL AND (came IS NULL OR came > gone)),
  (came, 1, came IS NOT NULL AND (gone IS NULL OR came > gone))) AS turn (day, change, counts)
WHERE turn.counts GROUP BY term_key, kind, turn.day, member_key
UNION ALL
SELECT held.term_key, 'active', kind, active.day, member_key, count(*)
FROM held JOIN warehouse.dim_term t USING (term_key)
JOIN (SELECT DISTINCT student, day + i AS day FROM warehouse.cell_activity_student CROSS JOIN generate_series(0, 6) i
  WHERE observations > 0) active ON active.student = held.student AND active.day BETWEEN t.starts_on AND t.ends_on
WHERE active.day < held.gone OR active.day >= held.came
GROUP BY held.term_key, kind, active.day, member_key;

INSERT INTO warehouse.cell_enrollment_unit_program
SELECT cell.term_key, coalesce(section.org_unit_key, 0), cell.program_key, status, effective_on,
  sum(enrolments), sum(low_provisional), sum(low_final)
FROM warehouse.cell_enrollment cell LEFT JOIN warehouse.dim_section section USING (section_key) GROUP BY 1, 2, 3, 4, 5;

INSERT INTO warehouse.cell_meeting_section
SELECT term_key, section_key, sum(held), sum(recorded) FROM warehouse.cell_meeting GROUP BY 1, 2;
INSERT INTO warehouse.cell_grade_section_scale
SELECT term_key, section_key, state, scale, sum(grades), sum(grade_point_credits), sum(graded_credits)
FROM warehouse.cell_grade_section GROUP BY 1, 2, 3, 4;
INSERT INTO warehouse.cell_grade_program_letter
SELECT term_key, program_key, state, scale, letter, sum(grades), sum(grade_point_credits), sum(graded_credits)
FROM warehouse.cell_grade_unit GROUP BY 1, 2, 3, 4, 5;

INSERT INTO warehouse.cell_registration_span
SELECT term_key, program_key, status, effective_on, until, count(*)
FROM (SELECT term_key, program_key, status, effective_on,
    coalesce(lead(effective_on) OVER (PARTITION BY student, term_key ORDER BY effective_on), 'infinity') AS until
  FROM warehouse.fact_registration) span
GROUP BY 1, 2, 3, 4, 5;
