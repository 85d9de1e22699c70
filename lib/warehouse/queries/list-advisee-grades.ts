import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Letter, Mark, Standing } from "../advising/standing";

export type AdviseeGrades = Pick<Standing, "marks" | "letters" | "means"> & { student: string };
type Read = { student: string; marks: Mark[] | null; letters: Letter[] | null; means: Standing["means"] };

/** One grade alone is no mean to hold another against. */
const fewestGrades = 2;

/**
 * Marks and grades of a term of those whom the reader advises, and the mean of the term before it that has grades on
 * the same scale: scales are never mixed. As running grades, to be read under the advisor's scope.
 */
export async function listAdviseeGrades(read: ScopedRead, term: string): Promise<AdviseeGrades[]> {
  const rows = await read.query<Read>(
    `WITH advisee AS (SELECT unnest(warehouse.scope_advisees()) AS student),
     term AS (SELECT term_key, starts_on FROM warehouse.dim_term WHERE id = $1),
     mean AS (SELECT g.student, g.scale, g.term_key, coalesce(t.name, t.id) AS term, t.starts_on,
         (sum(g.grade_point_credits) / sum(g.graded_credits))::float8 AS mean
       FROM warehouse.fact_grade g JOIN advisee USING (student) JOIN warehouse.dim_term t USING (term_key)
       WHERE g.graded_credits > 0 GROUP BY g.student, g.scale, g.term_key, t.name, t.id, t.starts_on HAVING count(*) >= ${fewestGrades}),
     means AS (SELECT DISTINCT ON (now.student) now.student,
         jsonb_build_object('scale', now.scale, 'now', now.mean, 'before', before.mean, 'term', before.term) AS means
       FROM mean now JOIN term USING (term_key)
       JOIN mean before ON before.student = now.student AND before.scale = now.scale AND before.starts_on < now.starts_on
       ORDER BY now.student, before.starts_on DESC, now.scale),
     mark AS (SELECT f.student, jsonb_agg(jsonb_build_object('assessment', a.id, 'title', a.title, 'section', s.id, 'course', c.title,
         'score', f.score::float8, 'maxScore', a.max_score::float8) ORDER BY a.due_on NULLS LAST, a.id) AS marks
       FROM warehouse.fact_score f JOIN advisee USING (student) JOIN term USING (term_key)
       JOIN warehouse.dim_assessment a USING (assessment_key) JOIN warehouse.dim_section s ON s.section_key = f.section_key
       LEFT JOIN warehouse.dim_course c USING (course_key)
       WHERE f.score IS NOT NULL AND a.weight > 0 AND a.max_score > 0 GROUP BY f.student),
     letter AS (SELECT g.student, jsonb_agg(jsonb_build_object('section', s.id, 'course', c.title, 'letter', g.letter, 'state', g.state,
         'failing', coalesce(l.failing, false)) ORDER BY s.id) AS letters
       FROM warehouse.fact_grade g JOIN advisee USING (student) JOIN term USING (term_key)
       JOIN warehouse.dim_section s ON s.section_key = g.section_key LEFT JOIN warehouse.dim_course c USING (course_key)
       LEFT JOIN warehouse.dim_scale_letter l ON l.scale = g.scale AND l.letter = g.letter GROUP BY g.student)
     SELECT student, marks, letters, means
     FROM advisee LEFT JOIN mark USING (student) LEFT JOIN letter USING (student) LEFT JOIN means USING (student)`,
    [term],
  );
  return rows.rows.map(({ student, marks, letters, means }) => ({ student, marks: marks ?? [], letters: letters ?? [], means }));
}
