import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Step, Thing } from "./explain-shape";

/** A place and what it hangs on, up to the top: section, course, units. Empty where there is none by this id. */
export async function lineAbove(read: ScopedRead, { kind, id }: Thing, korean: boolean): Promise<Step[]> {
  const rows = await read.query<Step>(
    `WITH RECURSIVE
     section AS (SELECT * FROM warehouse.dim_section WHERE $1 = 'sections' AND id = $2),
     course AS (SELECT * FROM warehouse.dim_course WHERE CASE $1 WHEN 'courses' THEN id = $2 ELSE course_key = (SELECT course_key FROM section) END),
     unit AS (
       SELECT u.*, 1 AS depth, ARRAY[u.org_unit_key] AS passed FROM warehouse.dim_org_unit u
       WHERE CASE $1 WHEN 'departments' THEN id = $2
         ELSE org_unit_key = coalesce((SELECT org_unit_key FROM section), (SELECT org_unit_key FROM course)) END
       UNION ALL
       SELECT u.*, unit.depth + 1, unit.passed || u.org_unit_key FROM warehouse.dim_org_unit u JOIN unit ON u.org_unit_key = unit.parent_key
       WHERE u.org_unit_key <> ALL (unit.passed)) -- a cycle in what was sent ends here
     SELECT kind, id, name FROM (
       SELECT 'sections' AS kind, id, id AS name, -1 AS depth FROM section
       UNION ALL SELECT 'courses', id, concat_ws(' ', id, title), 0 FROM course
       UNION ALL SELECT 'departments', id, ${korean ? "coalesce(name_ko, name, id)" : "coalesce(name, id)"}, depth FROM unit) line
     ORDER BY depth`,
    [kind, id],
  );
  return rows.rows;
}
