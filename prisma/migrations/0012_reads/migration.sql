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
