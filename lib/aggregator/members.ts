import { batchTable } from "./batch-table";

/**
 * The members of dimensions that a row of a student in a section counts in, as `member (kind, member_key)`: everything, the
 * section's unit, that unit and each above it (`subtree`), its course, itself, and the student's program. The
 * arguments are SQL; `path`: an array of the units, the section's and those above.
 */
export const membersOf = (at: { section: string; unit: string; path: string; course: string; program: string }) => `
  CROSS JOIN LATERAL (
    SELECT * FROM (VALUES ('all', 0), ('org_unit', ${at.unit}), ('course', ${at.course}), ('section', ${at.section}),
      ('program', ${at.program})) AS single
    UNION ALL SELECT 'subtree', unnest(${at.path})) AS member (kind, member_key)`;

/** Notes the path of every unit, up to its root; a circle in what was sent ends where it began. */
export const noteUnitPaths = (into: "unit_path" | "unit_path_before") => `
  INSERT INTO ${into}
  WITH RECURSIVE path AS (
    SELECT org_unit_key, org_unit_key AS above FROM warehouse.dim_org_unit
    UNION
    SELECT path.org_unit_key, unit.parent_key FROM path JOIN warehouse.dim_org_unit unit ON unit.org_unit_key = path.above
    WHERE unit.parent_key <> 0)
  SELECT org_unit_key, array_agg(above ORDER BY above) FROM path GROUP BY org_unit_key`;

/**
 * Sections that went to another course or unit, or whose unit went to another place, with the place that they had
 * before. Read once the dimensions are as the batch leaves them.
 */
export const noteMovedPlaces = `
  INSERT INTO moved_place
  SELECT section.section_key, coalesce(before.course_key, section.course_key), coalesce(before.org_unit_key, section.org_unit_key)
  FROM warehouse.dim_section section LEFT JOIN section_before before USING (section_key)
  WHERE (before.section_key IS NOT NULL
      AND (section.course_key, section.org_unit_key) IS DISTINCT FROM (before.course_key, before.org_unit_key))
    OR section.org_unit_key IN (
      SELECT now.org_unit_key FROM unit_path now JOIN unit_path_before USING (org_unit_key)
      WHERE now.units <> unit_path_before.units)`;

export const memberTables: readonly string[] = [
  batchTable("unit_path", { org_unit_key: "integer", units: "integer[]" }, { long: true }),
  batchTable("unit_path_before", { org_unit_key: "integer", units: "integer[]" }, { long: true }),
  batchTable("moved_place", { section_key: "integer", course_before: "integer", org_unit_before: "integer" }),
];
