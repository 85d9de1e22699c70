-- Figures are guarded by the database as students are (SCOPE-2): a sum of a section, a unit or a program is visible to
-- whoever's scope holds all of it. A cell of few is as good as its students, and the feed tells single changes of cells.

-- Sections that somebody whom the reader advises is or was enrolled in: whose meetings an advisor is told of.
CREATE FUNCTION warehouse.scope_advised_sections() RETURNS integer[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
  SELECT coalesce(array_agg(DISTINCT section_key), '{}') FROM fact_enrollment WHERE student = ANY((SELECT scope_advisees())::uuid[])
$$;
GRANT EXECUTE ON FUNCTION warehouse.scope_advised_sections() TO bellwether_reader;

DO $$
DECLARE
  guarded record;
BEGIN
  FOR guarded IN
    SELECT name, condition FROM (VALUES
      ('section_key IN (SELECT unnest(warehouse.scope_sections()))', ARRAY[
        'cell_attendance', 'cell_attendance_term', 'cell_attendance_section', 'cell_enrollment', 'cell_enrollment_section',
        'cell_grade', 'cell_grade_section', 'cell_grade_section_scale', 'cell_score', 'cell_activity']),
      ('section_key IN (SELECT unnest(warehouse.scope_sections())) OR section_key IN (SELECT unnest(warehouse.scope_advised_sections()))', ARRAY[
        'cell_meeting', 'cell_meeting_section']),
      ('org_unit_key IN (SELECT unnest(warehouse.scope_org_units()))', ARRAY[
        'cell_attendance_unit', 'cell_attendance_unit_day', 'cell_attendance_unit_term', 'cell_meeting_unit', 'cell_enrollment_unit',
        'cell_enrollment_unit_program', 'cell_grade_unit', 'cell_grade_unit_letter']),
      ('program_key IN (SELECT unnest(warehouse.scope_programs()))', ARRAY['cell_registration', 'cell_registration_span']),
      -- Grades of a program are those of its students in whichever section, of all units.
      ('false', ARRAY['cell_grade_program_letter']),
      -- Students of a program likewise; those of a course are in the unit that offers it.
      ($c$CASE kind
        WHEN 'section' THEN member_key IN (SELECT unnest(warehouse.scope_sections()))
        WHEN 'org_unit' THEN member_key IN (SELECT unnest(warehouse.scope_org_units()))
        WHEN 'subtree' THEN member_key IN (SELECT unnest(warehouse.scope_org_units()))
        WHEN 'course' THEN member_key IN (
          SELECT course_key FROM warehouse.dim_course WHERE org_unit_key = ANY((SELECT warehouse.scope_org_units())::integer[]))
        ELSE false END$c$, ARRAY['cell_students', 'cell_student_days']),
      ($c$section_key IN (SELECT unnest(warehouse.scope_sections()))
        OR (family = 'registration' AND program_key IN (SELECT unnest(warehouse.scope_programs())))$c$, ARRAY['feed'])
    ) AS conditions (condition, names), unnest(names) AS name
  LOOP
    EXECUTE format('ALTER TABLE warehouse.%I ENABLE ROW LEVEL SECURITY', guarded.name);
    EXECUTE format('CREATE POLICY in_scope ON warehouse.%I FOR SELECT TO bellwether_reader USING ((SELECT warehouse.scope_everything()) OR %s)',
      guarded.name, guarded.condition);
  END LOOP;
END $$;
