/**
 * Where campus events name members of dimensions. Whatever is named and not yet known becomes an
 * inferred member, filled when its own event arrives; nothing is dropped for coming early.
 */
type Reference = { type: string; field: string };

const members: readonly { table: string; references: readonly Reference[] }[] = [
  {
    table: "dim_org_unit",
    references: [
      { type: "org-unit.defined", field: "orgUnit" },
      { type: "org-unit.defined", field: "parent" },
      { type: "program.defined", field: "orgUnit" },
      { type: "course.defined", field: "orgUnit" },
    ],
  },
  {
    table: "dim_term",
    references: [
      { type: "term.defined", field: "term" },
      { type: "section.defined", field: "term" },
      { type: "registration.changed", field: "term" },
    ],
  },
  {
    table: "dim_program",
    references: [
      { type: "program.defined", field: "program" },
      { type: "student.defined", field: "program" },
      { type: "registration.changed", field: "program" },
    ],
  },
  {
    table: "dim_course",
    references: [
      { type: "course.defined", field: "course" },
      { type: "section.defined", field: "course" },
    ],
  },
  {
    table: "dim_section",
    references: [
      { type: "section.defined", field: "section" },
      { type: "enrollment.changed", field: "section" },
      { type: "meeting.changed", field: "section" },
      { type: "assessment.defined", field: "section" },
      { type: "grade.posted", field: "section" },
      { type: "activity.observed", field: "section" },
    ],
  },
  {
    table: "dim_meeting",
    references: [
      { type: "meeting.changed", field: "meeting" },
      { type: "attendance.recorded", field: "meeting" },
    ],
  },
  {
    table: "dim_assessment",
    references: [
      { type: "assessment.defined", field: "assessment" },
      { type: "score.recorded", field: "assessment" },
    ],
  },
];

const studentTypes = [
  "student.defined",
  "enrollment.changed",
  "registration.changed",
  "attendance.recorded",
  "score.recorded",
  "grade.posted",
  "activity.observed",
  "contact.noted",
];

/** A member that came to be by its name alone can be what a view hangs on: the only term there is, a section of the scope. */
const shownByItself: ReadonlySet<string> = new Set(["dim_org_unit", "dim_term", "dim_program", "dim_course", "dim_section"]);

/** `shows`: a row that is added changes what is shown beyond the facts of the batch. */
export type Inference = { sql: string; table: string; shows: boolean };

export function inferMembers(types: ReadonlySet<string>): Inference[] {
  const statements: Inference[] = [];
  for (const { table, references } of members) {
    if (!references.some(({ type }) => types.has(type))) continue;
    // Of all types, whichever the batch has: a statement of its own for each set of types would be planned and kept for each.
    const named = references.map((r) => `SELECT data->>'${r.field}' AS id FROM batch WHERE type = '${r.type}'`);
    const sql = `
      INSERT INTO warehouse.${table} (id)
      SELECT DISTINCT named.id COLLATE "C" AS id FROM (${named.join(" UNION ALL ")}) named
      WHERE named.id IS NOT NULL AND NOT EXISTS (SELECT FROM warehouse.${table} known WHERE known.id = named.id)
      ORDER BY id ON CONFLICT (id) DO NOTHING`;
    statements.push({ sql, table, shows: shownByItself.has(table) });
  }
  if (studentTypes.some((type) => types.has(type))) {
    const list = studentTypes.map((type) => `'${type}'`).join(", ");
    const sql = `
      INSERT INTO warehouse.dim_student (student)
      SELECT named.student FROM (SELECT DISTINCT (data->>'student')::uuid AS student FROM batch WHERE type IN (${list})) named
      WHERE NOT EXISTS (SELECT FROM warehouse.dim_student known WHERE known.student = named.student)
      ORDER BY 1 ON CONFLICT DO NOTHING`;
    statements.push({ sql, table: "dim_student", shows: false });
  }
  return statements;
}
