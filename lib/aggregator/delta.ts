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
  ...families.map((family) => {
    const columns = Object.entries({ ...family.keys, ...family.measures }).map(([name, type]) => `${name} ${type} NOT NULL`);
    return `CREATE TEMP TABLE IF NOT EXISTS ${deltaTable(family)} (${columns.join(", ")}) ON COMMIT DELETE ROWS`;
  }),
  "CREATE TEMP TABLE IF NOT EXISTS delta_rolls (meeting_key bigint NOT NULL, rolls integer NOT NULL) ON COMMIT DELETE ROWS",
  `CREATE TEMP TABLE IF NOT EXISTS section_before (
     section_key integer PRIMARY KEY, course_key integer, term_key integer, org_unit_key integer, credits numeric
   ) ON COMMIT DELETE ROWS`,
  "CREATE TEMP TABLE IF NOT EXISTS section_roster (section_key integer PRIMARY KEY, instructors jsonb NOT NULL) ON COMMIT DELETE ROWS",
  "CREATE TEMP TABLE IF NOT EXISTS moved_term (term_key integer PRIMARY KEY) ON COMMIT DELETE ROWS",
  "CREATE TEMP TABLE IF NOT EXISTS moved_section (section_key integer PRIMARY KEY) ON COMMIT DELETE ROWS",
  "CREATE TEMP TABLE IF NOT EXISTS moved_meeting (meeting_key bigint PRIMARY KEY) ON COMMIT DELETE ROWS",
  "CREATE TEMP TABLE IF NOT EXISTS moved_assessment (assessment_key integer PRIMARY KEY) ON COMMIT DELETE ROWS",
  "CREATE TEMP TABLE IF NOT EXISTS moved_student (student uuid PRIMARY KEY) ON COMMIT DELETE ROWS",
  "CREATE TEMP TABLE IF NOT EXISTS graded (section_key integer NOT NULL, student uuid NOT NULL) ON COMMIT DELETE ROWS",
  `CREATE TEMP TABLE IF NOT EXISTS touched_section (
     section_key integer NOT NULL, program_key integer NOT NULL DEFAULT 0, term_key integer NOT NULL DEFAULT 0,
     state text, week date, family text NOT NULL, student uuid
   ) ON COMMIT DELETE ROWS`,
  `CREATE TEMP TABLE IF NOT EXISTS batch_feed (
     family text NOT NULL, term_key integer NOT NULL, section_key integer NOT NULL, org_unit_key integer NOT NULL,
     program_key integer NOT NULL, day date, detail text[] NOT NULL, before numeric[], after numeric[]
   ) ON COMMIT DELETE ROWS`,
  ...holdingTables,
];
