/** What a column holds, by its SQL type; a `?` after it where it may hold nothing. */
type Columns = Readonly<Record<string, string>>;

/**
 * A table of a lane's connection that lives as long as one batch. Each commit empties all of them, and for each index of theirs, and each
 * table that PostgreSQL keeps beside one for what is too long, files are cut and begun anew: with two dozen of those a commit took ten
 * times as long. Hence no keys, and no such table: a row is of at most 8 kB, but where it is said to be `long`.
 */
export function batchTable(name: string, columns: Columns, { long = false } = {}): string {
  const list = Object.entries(columns).map(([column, type]) => {
    const nullable = type.endsWith("?");
    return `${column} ${nullable ? type.slice(0, -1) : type}${long ? "" : " STORAGE PLAIN"}${nullable ? "" : " NOT NULL"}`;
  });
  return `CREATE TEMP TABLE IF NOT EXISTS ${name} (${list.join(", ")}) ON COMMIT DELETE ROWS`;
}
