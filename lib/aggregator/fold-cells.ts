import type { CellTable, Family } from "./families";

/**
 * Adds a family's deltas to one of its cell tables. Rows are taken in key order, so that batches side by
 * side wait for each other instead of dead-locking; a delta that sums to nothing touches nothing.
 */
export function foldCells(family: Family, table: CellTable): string {
  const measures = Object.entries(family.measures);
  const keyList = table.keys.join(", ");
  const names = measures.map(([name]) => name);
  const upsert = `
    INSERT INTO warehouse.${table.name} AS cell (${keyList}, ${names.join(", ")})
    SELECT ${keyList}, ${measures.map(([name, type]) => `sum(${name})::${type}`).join(", ")}
    FROM delta_${family.name}
    GROUP BY ${keyList}
    HAVING ${names.map((name) => `sum(${name}) <> 0`).join(" OR ")}
    ORDER BY ${keyList}
    ON CONFLICT (${keyList}) DO UPDATE SET ${names.map((name) => `${name} = cell.${name} + excluded.${name}`).join(", ")}`;
  if (table.holdsStudents === true) return notingHoldings(upsert, table);
  return withFeed(family, table, upsert);
}

/** Puts what a statement changes of a cell table on the batch's feed, where the table is the one that goes there. */
export function withFeed(family: Family, table: CellTable, upsert: string): string {
  if (table.feed === undefined) return upsert;
  const names = Object.keys(family.measures);
  const has = (key: string) => table.keys.includes(key);
  const orZero = (key: string) => (has(key) ? `changed.${key}` : "0");
  const array = (alias: string) => `ARRAY[${names.map((name) => `changed.${alias}_${name}`).join(", ")}]::numeric[]`;
  const detail = (table.feed.detail ?? []).map((key) => `changed.${key}::text`).join(", ");
  const unit = has("section_key") ? "coalesce(section.org_unit_key, 0)" : "0";
  const term = has("term_key") ? "changed.term_key" : has("section_key") ? "coalesce(section.term_key, 0)" : "0";
  return `
    WITH changed AS (${upsert}
      RETURNING ${table.keys.map((key) => `new.${key}`).join(", ")},
        ${names.map((name) => `old.${name} AS old_${name}, new.${name} AS new_${name}`).join(", ")})
    INSERT INTO batch_feed (family, term_key, section_key, org_unit_key, program_key, day, detail, before, after)
    SELECT '${family.name}', ${term}, ${orZero("section_key")}, ${unit}, ${orZero("program_key")},
      ${table.feed.day === undefined ? "NULL" : `nullif(changed.${table.feed.day}, '-infinity'::date)`},
      ARRAY[${detail}]::text[],
      CASE WHEN changed.old_${names[0] ?? ""} IS NULL THEN NULL ELSE ${array("old")} END, ${array("new")}
    FROM changed
    ${has("section_key") ? "LEFT JOIN warehouse.dim_section section ON section.section_key = changed.section_key" : ""}`;
}

/** A student's row with marks is a holding: `any` of whatever mark, `expected` of one other than excused. */
function notingHoldings(upsert: string, table: CellTable): string {
  const marks = (side: string, excused: string) => `coalesce(${side}.present + ${side}.late + ${side}.absent${excused}, 0) > 0`;
  const holds = (side: string) => `${marks(side, ` + ${side}.excused`)} AS any_${side}, ${marks(side, "")} AS expected_${side}`;
  return `
    WITH changed AS (${upsert} RETURNING ${table.keys.map((key) => `new.${key}`).join(", ")}, ${holds("old")}, ${holds("new")})
    INSERT INTO changed_holding (family, detail, term_key, section_key, program_key, student, sign)
    SELECT 'attendance', detail, term_key, section_key, program_key, student, after::int - before::int
    FROM changed CROSS JOIN LATERAL (VALUES ('any', any_old, any_new), ('expected', expected_old, expected_new)) AS held (detail, before, after)
    WHERE before <> after`;
}
