import type { ScopedRead } from "@/lib/access/scoped-read";

export type StudentScore = {
  section: string;
  assessment: string;
  title: string | null;
  weight: number | null;
  maxScore: number | null;
  dueOn: string | null;
  score: number | null;
  submittedOn: string | null;
};

/** Scores by assessment, the latest due first. As running grades: to be read under the teaching scope. */
export async function getStudentScores(read: ScopedRead, student: string): Promise<StudentScore[]> {
  const rows = await read.query<StudentScore>(
    `SELECT s.id AS section, a.id AS assessment, a.title, a.weight::float8 AS weight, a.max_score::float8 AS "maxScore", a.due_on AS "dueOn",
       f.score::float8 AS score, f.submitted_on AS "submittedOn"
     FROM warehouse.fact_score f JOIN warehouse.dim_assessment a USING (assessment_key)
     JOIN warehouse.dim_section s ON s.section_key = f.section_key
     WHERE f.student = $1 ORDER BY a.due_on DESC NULLS LAST, s.id, a.id`,
    [student],
  );
  return rows.rows;
}
