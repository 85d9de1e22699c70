import type { ScopedRead } from "@/lib/access/scoped-read";

/** A share of what could be had so far, 0 to 1: the weighted mean of what has been marked over the weight marked. */
export type RunningGrade = { section: string; student: string; share: number; weightMarked: number };

/**
 * Running grades (kpis.md): for lecturers and advisors alone, so the read must be under their teaching
 * scope (lib/access/narrow-scope.ts). Assessments without weight and scores taken back count nowhere.
 */
export async function getRunningGrades(read: ScopedRead, of: { section: string } | { student: string }): Promise<RunningGrade[]> {
  const [column, id] = "section" in of ? ["s.id = $1", of.section] : ["f.student = $1::uuid", of.student];
  const rows = await read.query<RunningGrade>(
    `SELECT s.id AS section, f.student, (sum(a.weight * f.score / a.max_score) / sum(a.weight))::float8 AS share, sum(a.weight)::float8 AS "weightMarked"
     FROM warehouse.fact_score f JOIN warehouse.dim_assessment a USING (assessment_key)
     JOIN warehouse.dim_section s ON s.section_key = f.section_key
     WHERE ${column} AND f.score IS NOT NULL AND a.weight > 0 AND a.max_score > 0
     GROUP BY s.id, f.student`,
    [id],
  );
  return rows.rows;
}
