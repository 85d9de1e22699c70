/** What schema.prisma says of the database's shape: enough of its grammar, as `prisma format` writes it, to compare. */
export type Shape = Map<string, TableShape>;
export type TableShape = {
  /** By column: type, whether it may be null, whether it has a default. */
  columns: Map<string, string>;
  primaryKey: string;
  /** Unique and plain indexes by name; those on expressions or parts of a table are the migrations' own. */
  indexes: Map<string, string>;
};

const nativeTypes: Record<string, string> = {
  Text: "text",
  Integer: "integer",
  SmallInt: "smallint",
  BigInt: "bigint",
  Uuid: "uuid",
  Date: "date",
  JsonB: "jsonb",
  ByteA: "bytea",
  Decimal: "numeric",
  "Timestamptz(3)": "timestamp(3) with time zone",
  "Timestamptz(6)": "timestamp with time zone",
};

export function readSchema(text: string): Shape {
  const shape: Shape = new Map();
  for (const [, body] of text.matchAll(/^model \w+ \{\n(.*?)^\}/gms)) {
    const lines = (body ?? "").split("\n").map((line) => line.trim());
    const told = (attribute: string) => new RegExp(`@@${attribute}\\("(\\w+)"\\)`).exec(body ?? "")?.[1] ?? "";
    const table = readTable(lines);
    shape.set(`${told("schema")}.${told("map")}`, table);
  }
  return shape;
}

function readTable(lines: readonly string[]): TableShape {
  const columnOf = new Map<string, string>();
  const table: TableShape = { columns: new Map(), primaryKey: "", indexes: new Map() };
  for (const line of lines) {
    const field = /^(\w+)\s+(\w+)(\[\]|\?)?(\s.*)?$/.exec(line);
    if (field === null) continue;
    const [, name = "", type = "", marks = "", attributes = ""] = field;
    const native = /@db\.(\w+(?:\(\d\))?)/.exec(attributes)?.[1];
    if (native === undefined && type !== "Boolean") continue; // a relation
    const column = /@map\("(\w+)"\)/.exec(attributes)?.[1] ?? name;
    columnOf.set(name, column);
    const sql = native === undefined ? "boolean" : (nativeTypes[native] ?? native);
    const hasDefault = attributes.includes("@default(");
    table.columns.set(column, shapeOf(sql + (marks === "[]" ? "[]" : ""), marks === "?", hasDefault));
    if (/@id\b/.test(attributes)) table.primaryKey = column;
    if (/@unique\b/.test(attributes)) table.indexes.set(column, `unique ${column}`);
  }
  const columns = (list: string) =>
    list
      .split(",")
      // In which direction is the migrations' to say.
      .map((name) => name.replace(/\(sort: \w+\)/, "").trim())
      .map((name) => columnOf.get(name) ?? name)
      .join(", ");
  for (const line of lines) {
    const [, kind, list] = /^@@(id|unique|index)\(\[([^\]]*)\]/.exec(line) ?? [];
    if (kind === "id") table.primaryKey = columns(list ?? "");
    else if (kind !== undefined) {
      const name = /map: "(\w+)"/.exec(line)?.[1] ?? columns(list ?? "");
      table.indexes.set(name, `${kind === "unique" ? "unique " : ""}${columns(list ?? "")}`);
    }
  }
  return table;
}

export const shapeOf = (type: string, nullable: boolean, hasDefault: boolean) =>
  `${type}${nullable ? ", may be null" : ""}${hasDefault ? ", has a default" : ""}`;

/** Every difference in words; none where both say the same. */
export function differences(one: Shape, other: Shape, [here, there]: [string, string]): string[] {
  const found: string[] = [];
  const compare = (what: string, a: string | undefined, b: string | undefined) => {
    if (a !== b) found.push(`${what}: ${a ?? "missing"} in ${here}, ${b ?? "missing"} in ${there}`);
  };
  const keys = (a?: Map<string, unknown>, b?: Map<string, unknown>) => [...new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])].sort();
  for (const table of keys(one, other)) {
    const a = one.get(table);
    const b = other.get(table);
    compare(table, a === undefined ? undefined : "a table", b === undefined ? undefined : "a table");
    compare(`${table} primary key`, a?.primaryKey, b?.primaryKey);
    for (const column of keys(a?.columns, b?.columns)) compare(`${table}.${column}`, a?.columns.get(column), b?.columns.get(column));
    for (const index of keys(a?.indexes, b?.indexes)) compare(`${table} index ${index}`, a?.indexes.get(index), b?.indexes.get(index));
  }
  return found;
}
