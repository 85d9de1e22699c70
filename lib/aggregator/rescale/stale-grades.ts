/**
 * As SQL: the grades of the scale $1 that are not what its letters make of them now, with the term whose cells they are
 * in. By the same expressions as at their arrival (apply/facts.ts).
 */
export const staleGrades = `(
  SELECT g.term_key, g.section_key, g.student
  FROM warehouse.fact_grade g
  JOIN warehouse.dim_section s USING (section_key)
  LEFT JOIN warehouse.dim_course c ON c.course_key = s.course_key
  LEFT JOIN warehouse.dim_scale_letter letter ON letter.scale = g.scale AND letter.letter = g.letter
  LEFT JOIN warehouse.fact_enrollment e ON e.section_key = g.section_key AND e.student = g.student
  CROSS JOIN LATERAL (SELECT coalesce(g.points, letter.points) AS points, coalesce(g.credits, c.credits, 1) AS credits) resolved
  WHERE g.scale = $1 AND (
    g.grade_point_credits IS DISTINCT FROM coalesce(resolved.points * resolved.credits, 0)
    OR g.graded_credits IS DISTINCT FROM CASE WHEN resolved.points IS NULL THEN 0 ELSE resolved.credits END
    OR (e.student IS NOT NULL AND e.low_state IS DISTINCT FROM CASE WHEN letter.low THEN g.state END)))`;
