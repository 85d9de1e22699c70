import { batchTable } from "./batch-table";
import type { Contribution } from "./contribution";
import { holdingTables } from "./count-students";
import { postgres } from "./dialect";
import { type Family, families, type Row } from "./families";

const deltaTable = (family: Family) => `delta_${family.name}`;
const oldRow: Row = (column) => `old_${column}`;
const newRow: Row = (column) => `new_${column}`;

/**
 * Runs a data-modifying statement on a fact and notes what each changed row takes back (its old
 * contribution) and adds (its new one) in the family's delta table. `also` may read the CTE `changed`.
 */
export function withDelta(contribution: Contribution, statement: string, also?: string): string {
  const { family, columns, keys, measures, when } = contribution;
  const side = (row: Row, sign: "-" | "") => {
    const keyList = Object.keys(family.keys).map((key) => expression(keys, key)(row, postgres));
    const measureList = Object.keys(family.measures).map((measure) => `${sign}(${expression(measures, measure)(row, postgres)})`);
    return `SELECT ${[...keyList, ...measureList].join(", ")} FROM changed WHERE ${when(row, postgres)}`;
  };
  const noted = `INSERT INTO ${deltaTable(family)} ${side(oldRow, "-")} UNION ALL ${side(newRow, "")}`;
  const returning = columns.map((name) => `old.${name} AS old_${name}, new.${name} AS new_${name}`).join(", ");
  return also === undefined
    ? `WITH changed AS (${statement} RETURNING ${returning}) ${noted}`
    : `WITH changed AS (${statement} RETURNING ${returning}), noted AS (${noted}) ${also}`;
}

export function expression(from: Contribution["keys"], name: string): Contribution["when"] {
  const found = from[name];
  if (found === undefined) throw new Error(`A contribution lacks the column ${name}`);
  return found;
}

/** The tables that live as long as one batch. */
export const batchTables: readonly string[] = [
  `CREATE TEMP TABLE IF NOT EXISTS batch (
     partition smallint NOT NULL, "offset" bigint NOT NULL, arrived_on date NOT NULL, arrived_at timestamptz(3) NOT NULL,
     type text NOT NULL, source text COLLATE "C" NOT NULL, event_id text COLLATE "C" NOT NULL,
     occurred_at timestamptz(3) NOT NULL, recorded_at timestamptz(3) NOT NULL, data jsonb NOT NULL
   ) ON COMMIT DELETE ROWS`,
  ...families.map((family) => batchTable(deltaTable(family), { ...family.keys, ...family.measures })),
  batchTable("delta_rolls", { meeting_key: "bigint", rolls: "integer" }),
  batchTable("section_before", {
    section_key: "integer",
    course_key: "integer?",
    term_key: "integer?",
    org_unit_key: "integer?",
    credits: "numeric?",
  }),
  batchTable("section_roster", { section_key: "integer", instructors: "jsonb" }, { long: true }),
  // What moved is asked for by IN alone: several statements may note the same.
  batchTable("moved_term", { term_key: "integer" }),
  batchTable("moved_section", { section_key: "integer" }),
  batchTable("moved_meeting", { meeting_key: "bigint" }),
  batchTable("moved_assessment", { assessment_key: "integer" }),
  batchTable("moved_student", { student: "uuid" }),
  batchTable("graded", { section_key: "integer", student: "uuid" }),
  batchTable("touched_section", {
    section_key: "integer",
    program_key: "integer",
    term_key: "integer",
    state: "text?",
    week: "date?",
    family: "text",
    student: "uuid?",
  }),
  batchTable("batch_feed", {
    family: "text",
    term_key: "integer",
    section_key: "integer",
    org_unit_key: "integer",
    program_key: "integer",
    day: "date?",
    detail: "text[]",
    before: "numeric[]?",
    after: "numeric[]?",
  }),
  ...holdingTables,
];
