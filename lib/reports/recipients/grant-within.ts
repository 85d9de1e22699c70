import { termKeySql } from "./current-term";

/**
 * SQL: whether the scope of a grant lies within units, an array of their keys: one of its places does, a section that its
 * lecturer has this term, or a student that it looks after. What concerns the whole institution lies within no unit.
 */
export const grantWithin = (scope: string, units: string, today: string) => `CASE ${scope}->>'kind'
  WHEN 'org-units' THEN EXISTS (SELECT FROM warehouse.dim_org_unit held
    WHERE held.id IN (SELECT jsonb_array_elements_text(${scope}->'orgUnits')) AND held.org_unit_key = ANY(${units}))
  WHEN 'courses' THEN EXISTS (SELECT FROM warehouse.dim_course held
    WHERE held.id IN (SELECT jsonb_array_elements_text(${scope}->'courses')) AND held.org_unit_key = ANY(${units}))
  WHEN 'sections' THEN EXISTS (SELECT FROM warehouse.dim_section held
    WHERE held.id IN (SELECT jsonb_array_elements_text(${scope}->'sections')) AND held.org_unit_key = ANY(${units}))
  WHEN 'instructor' THEN EXISTS (SELECT FROM warehouse.bridge_section_instructor taught JOIN warehouse.dim_section held USING (section_key)
    WHERE taught.person = (${scope}->>'person')::uuid AND held.org_unit_key = ANY(${units}) AND held.term_key = ${termKeySql("NULL", today)})
  WHEN 'advisor' THEN EXISTS (SELECT FROM warehouse.dim_student_version held JOIN warehouse.dim_program program USING (program_key)
    WHERE held.advisor = (${scope}->>'person')::uuid AND held.effective_to = 'infinity' AND program.org_unit_key = ANY(${units}))
  WHEN 'students' THEN EXISTS (SELECT FROM warehouse.dim_student_version held JOIN warehouse.dim_program program USING (program_key)
    WHERE held.student IN (SELECT jsonb_array_elements_text(${scope}->'students')::uuid) AND held.effective_to = 'infinity'
      AND program.org_unit_key = ANY(${units}))
  ELSE false END`;
