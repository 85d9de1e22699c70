/** The order of events: the greatest holds (EXACT-1). */
export const orderColumns = ["recorded_at", "occurred_at", "source", "event_id"] as const;

const order = (alias: string) => orderColumns.map((column) => `${alias}.${column}`).join(", ");

/** True where the event in `event` beats what `row` holds; a row without an order was only inferred. */
export const beats = (event: string, row: string) => `(${row}.recorded_at IS NULL OR (${order(event)}) > (${order(row)}))`;

/** For rows that always have an order. */
export const beatsFact = (event: string, row: string) => `(${order(event)}) > (${order(row)})`;

/** Of the batch's events of a type, the one that holds for each key, and what `more` of it is asked for, by name. */
export function latest(type: string, keys: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}): string {
  const list = Object.values(keys).join(", ");
  const named = Object.entries({ ...keys, ...more }).map(([name, sql]) => `${sql} AS ${name}`);
  return `(SELECT DISTINCT ON (${list}) ${named.join(", ")}, data, ${orderColumns.join(", ")}
    FROM batch WHERE type = '${type}'
    ORDER BY ${list}, recorded_at DESC, occurred_at DESC, source DESC, event_id DESC)`;
}

/** The batch at hand, asked once a statement: rows say in which batch they got their state (ADR 15). */
export const thisBatch = "(SELECT warehouse.current_batch())";

const takeOrder = orderColumns.map((column) => `${column} = excluded.${column}`).join(", ");
export const setOrder = (alias: string) => orderColumns.map((column) => `${column} = ${alias}.${column}`).join(", ");

/** Order and batch of a row: the columns, their values from an event, and what an update sets. */
export const markList = [...orderColumns, "changed_in"].join(", ");
export const markOf = (alias: string) => `${order(alias)}, ${thisBatch}`;
export const setMark = (alias: string) => `${setOrder(alias)}, changed_in = ${thisBatch}`;

/**
 * What a fact takes of the event that beats its own. Sent again with the same content it has been so since before: the
 * past gets no version for it. `compared`: the content, where that is more than the columns.
 */
export function takeEvent(row: string, columns: readonly string[], compared: readonly string[] = columns): string {
  const list = (alias: string) => compared.map((column) => `${alias}.${column}`).join(", ");
  return `${columns.map((column) => `${column} = excluded.${column}`).join(", ")}, ${takeOrder},
    changed_in = CASE WHEN (${list(row)}) IS DISTINCT FROM (${list("excluded")}) THEN excluded.changed_in ELSE ${row}.changed_in END`;
}
export const text = (field: string) => `(data->>'${field}')`;
export const uuid = (field: string) => `(data->>'${field}')::uuid`;
