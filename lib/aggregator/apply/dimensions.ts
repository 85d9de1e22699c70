import { beats, latest, setMark, setOrder, text, thisBatch } from "./latest";

/** Dimensions that describe the present: the latest event states the whole row. */

export const applyOrgUnits = `
  UPDATE warehouse.dim_org_unit unit SET
    name = e.data->>'name', name_ko = e.data->>'nameKo', kind = e.data->>'kind',
    parent_key = coalesce(parent.org_unit_key, 0), inferred = false, ${setMark("e")}
  FROM ${latest("org-unit.defined", { id: text("orgUnit") })} e
  LEFT JOIN warehouse.dim_org_unit parent ON parent.id = e.data->>'parent'
  WHERE unit.id = e.id AND ${beats("e", "unit")}`;

/** A term whose census day moves takes along the programs that its enrolments and grades count under. */
export const applyTerms = `
  WITH changed AS (
    UPDATE warehouse.dim_term term SET
      name = e.data->>'name', academic_year = e.data->>'academicYear',
      starts_on = (e.data->>'startsOn')::date, ends_on = (e.data->>'endsOn')::date,
      census_on = (e.data->>'censusOn')::date, inferred = false, ${setMark("e")}
    FROM ${latest("term.defined", { id: text("term") })} e
    WHERE term.id = e.id AND ${beats("e", "term")}
    RETURNING term.term_key, coalesce(old.census_on, old.starts_on) AS census_before,
      coalesce(new.census_on, new.starts_on) AS census_after,
      old.starts_on AS starts_before, old.ends_on AS ends_before, new.starts_on, new.ends_on),
  moved_days AS (
    INSERT INTO term_before SELECT term_key, starts_before, ends_before FROM changed
    WHERE (starts_before, ends_before) IS DISTINCT FROM (starts_on, ends_on))
  INSERT INTO moved_term SELECT term_key FROM changed WHERE census_before IS DISTINCT FROM census_after`;

export const applyPrograms = `
  UPDATE warehouse.dim_program program SET
    name = e.data->>'name', org_unit_key = coalesce(unit.org_unit_key, 0), level = e.data->>'level',
    inferred = false, ${setMark("e")}
  FROM ${latest("program.defined", { id: text("program") })} e
  LEFT JOIN warehouse.dim_org_unit unit ON unit.id = e.data->>'orgUnit'
  WHERE program.id = e.id AND ${beats("e", "program")}`;

const applyCourses = `
  UPDATE warehouse.dim_course course SET
    title = e.data->>'title', org_unit_key = coalesce(unit.org_unit_key, 0),
    credits = (e.data->>'credits')::numeric, inferred = false, ${setMark("e")}
  FROM ${latest("course.defined", { id: text("course") })} e
  LEFT JOIN warehouse.dim_org_unit unit ON unit.id = e.data->>'orgUnit'
  WHERE course.id = e.id AND ${beats("e", "course")}`;

const applySections = `
  WITH changed AS (
    UPDATE warehouse.dim_section section SET
      course_key = coalesce(course.course_key, 0), term_key = coalesce(term.term_key, 0),
      mode = e.data->>'mode', meetings_planned = (e.data->>'meetingsPlanned')::integer,
      scale = e.data->>'scale', inferred = false, ${setMark("e")}
    FROM ${latest("section.defined", { id: text("section") })} e
    LEFT JOIN warehouse.dim_course course ON course.id = e.data->>'course'
    LEFT JOIN warehouse.dim_term term ON term.id = e.data->>'term'
    WHERE section.id = e.id AND ${beats("e", "section")}
    RETURNING section.section_key, e.data->'instructors' AS instructors)
  INSERT INTO section_roster SELECT section_key, instructors FROM changed`;

/**
 * Courses and sections. What a section's facts are counted under (its term, its course's unit and
 * credits) is noted before and compared after; sections for which it changed are moved.
 */
export const applyCoursesAndSections: readonly string[] = [
  `INSERT INTO section_before
   SELECT section.section_key, section.course_key, section.term_key, section.org_unit_key, course.credits
   FROM warehouse.dim_section section LEFT JOIN warehouse.dim_course course USING (course_key)
   WHERE section.id IN (SELECT data->>'section' FROM batch WHERE type = 'section.defined')
      OR course.id IN (SELECT data->>'course' FROM batch WHERE type = 'course.defined')`,
  applyCourses,
  applySections,
  `DELETE FROM warehouse.bridge_section_instructor bridge USING section_roster roster
   WHERE bridge.section_key = roster.section_key
     AND bridge.person NOT IN (SELECT named::uuid FROM jsonb_array_elements_text(roster.instructors) AS roll (named))`,
  `INSERT INTO warehouse.bridge_section_instructor (section_key, person)
   SELECT DISTINCT section_key, person::uuid FROM section_roster, jsonb_array_elements_text(instructors) AS person
   ON CONFLICT DO NOTHING`,
  `INSERT INTO warehouse.dim_instructor (person)
   SELECT DISTINCT person::uuid FROM section_roster, jsonb_array_elements_text(instructors) AS person
   ORDER BY 1 ON CONFLICT DO NOTHING`,
  `UPDATE warehouse.dim_section section SET org_unit_key = coalesce(course.org_unit_key, 0), changed_in = ${thisBatch}
   FROM section_before before, warehouse.dim_section same LEFT JOIN warehouse.dim_course course USING (course_key)
   WHERE section.section_key = before.section_key AND same.section_key = before.section_key
     AND section.org_unit_key IS DISTINCT FROM coalesce(course.org_unit_key, 0)`,
  `INSERT INTO moved_section
   SELECT section.section_key
   FROM section_before before
   JOIN warehouse.dim_section section USING (section_key)
   LEFT JOIN warehouse.dim_course course ON course.course_key = section.course_key
   WHERE (section.term_key, section.org_unit_key, course.credits)
     IS DISTINCT FROM (before.term_key, before.org_unit_key, before.credits)`,
  // Meetings have no row of their own term and unit: their cells move as a whole, before any meeting changes.
  `INSERT INTO delta_meeting (term_key, section_key, org_unit_key, held_on, held, recorded)
   SELECT side.term_key, cell.section_key, side.org_unit_key, cell.held_on, side.sign * cell.held, side.sign * cell.recorded
   FROM section_before before
   JOIN warehouse.dim_section section USING (section_key)
   JOIN warehouse.cell_meeting cell ON cell.term_key = before.term_key AND cell.section_key = before.section_key
   CROSS JOIN LATERAL (VALUES (before.term_key, before.org_unit_key, -1), (section.term_key, section.org_unit_key, 1))
     AS side (term_key, org_unit_key, sign)
   WHERE (section.term_key, section.org_unit_key) IS DISTINCT FROM (before.term_key, before.org_unit_key)`,
];

/** Sections of a term whose census day moved. */
export const moveSectionsOfTerms = `
  INSERT INTO moved_section
  SELECT section_key FROM warehouse.dim_section WHERE term_key IN (SELECT term_key FROM moved_term)`;

export const applyAssessments = `
  WITH changed AS (
    UPDATE warehouse.dim_assessment assessment SET
      section_key = coalesce(section.section_key, 0), title = e.data->>'title', kind = e.data->>'kind',
      weight = (e.data->>'weight')::numeric, max_score = (e.data->>'maxScore')::numeric,
      due_on = (e.data->>'dueOn')::date, inferred = false, ${setMark("e")}
    FROM ${latest("assessment.defined", { id: text("assessment") })} e
    LEFT JOIN warehouse.dim_section section ON section.id = e.data->>'section'
    WHERE assessment.id = e.id AND ${beats("e", "assessment")}
    RETURNING assessment.assessment_key, old.section_key AS section_before, new.section_key AS section_after)
  INSERT INTO moved_assessment SELECT assessment_key FROM changed WHERE section_before <> section_after`;

/** The person's identity was sealed at the door; only the vault may open it (PII-1). */
export const applyPersons = `
  UPDATE vault.person person SET
    kind = e.data->>'kind', sealed_identity = e.data->>'sealed', ${setOrder("e")}
  FROM ${latest("person.defined", { person: "(data->>'person')::uuid" })} e
  WHERE person.person = e.person AND ${beats("e", "person")}`;
