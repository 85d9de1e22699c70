/** The order of events: the greatest holds (EXACT-1). */
export const orderColumns = ["recorded_at", "occurred_at", "source", "event_id"] as const;

const order = (alias: string) => orderColumns.map((column) => `${alias}.${column}`).join(", ");

/** True where the event in `event` beats what `row` holds; a row without an order was only inferred. */
export const beats = (event: string, row: string) => `(${row}.recorded_at IS NULL OR (${order(event)}) > (${order(row)}))`;

/** For rows that always have an order. */
export const beatsFact = (event: string, row: string) => `(${order(event)}) > (${order(row)})`;

/** Of the batch's events of a type, the one that holds for each key. */
export function latest(type: string, keys: Readonly<Record<string, string>>): string {
  const list = Object.values(keys).join(", ");
  const named = Object.entries(keys).map(([name, sql]) => `${sql} AS ${name}`);
  return `(SELECT DISTINCT ON (${list}) ${named.join(", ")}, data, ${orderColumns.join(", ")}
    FROM batch WHERE type = '${type}'
    ORDER BY ${list}, recorded_at DESC, occurred_at DESC, source DESC, event_id DESC)`;
}

export const orderList = orderColumns.join(", ");
export const orderOf = (alias: string) => order(alias);
export const takeOrder = orderColumns.map((column) => `${column} = excluded.${column}`).join(", ");
export const setOrder = (alias: string) => orderColumns.map((column) => `${column} = ${alias}.${column}`).join(", ");
export const text = (field: string) => `(data->>'${field}')`;
export const uuid = (field: string) => `(data->>'${field}')::uuid`;
