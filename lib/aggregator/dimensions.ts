/**
 * Dimensions as other engines see them: what facts are resolved by, one row a member in its present state, with the days from
 * and until which a student's version holds. Names and texts are not among it.
 */
export type Dimension = {
  /** As its table is called, without `dim_`. */
  name: string;
  key: Columns;
  columns: Columns;
};

export type ColumnType = "text" | "uuid" | "integer" | "bigint" | "date" | "numeric" | "boolean";
export type Columns = Readonly<Record<string, ColumnType>>;

export const dimensions: readonly Dimension[] = [
  { name: "term", key: { id: "text" }, columns: { term_key: "integer", starts_on: "date", census_on: "date" } },
  { name: "program", key: { id: "text" }, columns: { program_key: "integer" } },
  { name: "course", key: { id: "text" }, columns: { course_key: "integer", credits: "numeric" } },
  {
    name: "section",
    key: { id: "text" },
    columns: { section_key: "integer", course_key: "integer", term_key: "integer", org_unit_key: "integer" },
  },
  {
    name: "meeting",
    key: { id: "text" },
    columns: { meeting_key: "bigint", section_key: "integer", held_on: "date", status: "text" },
  },
  { name: "assessment", key: { id: "text" }, columns: { assessment_key: "integer", section_key: "integer" } },
  {
    name: "student_version",
    key: { student: "uuid", valid_from: "date" },
    columns: { effective_from: "date", effective_to: "date", program_key: "integer" },
  },
  { name: "scale_letter", key: { scale: "text", letter: "text" }, columns: { points: "numeric", low: "boolean" } },
];
