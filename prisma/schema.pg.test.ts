import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { differences, readSchema, type Shape, shapeOf } from "./testing/read-schema";

const schema = readFileSync("prisma/schema.prisma", "utf8");

describe("schema.prisma", () => {
  const test = useTestDatabase();

  async function migrated(): Promise<Shape> {
    const shape: Shape = new Map();
    const columns = await test.database.owner.query<{ table: string; name: string; type: string; nullable: boolean; default: boolean }>(
      `SELECT format('%s.%s', n.nspname, c.relname) AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
         NOT a.attnotnull AND a.atttypid::regtype::text NOT LIKE '%[]' AS nullable, a.atthasdef OR a.attidentity <> '' AS default
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE n.nspname IN ('log', 'warehouse', 'vault', 'app') AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
    );
    for (const { table, name, type, nullable, default: hasDefault } of columns.rows) {
      const held = shape.get(table) ?? { columns: new Map(), primaryKey: "", indexes: new Map() };
      shape.set(table, held);
      held.columns.set(name, shapeOf(type, nullable, hasDefault));
    }
    const indexes = await test.database.owner.query<{ table: string; name: string; primary: boolean; unique: boolean; columns: string[] }>(
      `SELECT format('%s.%s', n.nspname, c.relname) AS table, i.relname AS name, x.indisprimary AS primary, x.indisunique AS unique,
         ARRAY(SELECT a.attname::text FROM unnest(x.indkey) WITH ORDINALITY k (number, n)
           JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.number ORDER BY k.n) AS columns
       FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname IN ('log', 'warehouse', 'vault', 'app') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND x.indpred IS NULL AND x.indexprs IS NULL`,
    );
    for (const index of indexes.rows) {
      const held = shape.get(index.table);
      const list = index.columns.join(", ");
      if (index.primary && held !== undefined) held.primaryKey = list;
      else if (index.unique && index.columns.length === 1) held?.indexes.set(list, `unique ${list}`);
      else held?.indexes.set(index.name, `${index.unique ? "unique " : ""}${list}`);
    }
    return shape;
  }

  it("says what the migrations make, table by table and column by column", async () => {
    const database = await migrated();
    expect(database.size).toBeGreaterThan(55);
    expect(differences(readSchema(schema), database, ["schema.prisma", "the database"])).toEqual([]);
  });

  it("would be found out", async () => {
    const database = await migrated();
    for (const [from, to, about] of [
      ["  letter String @db.Text\n", "", "letter"],
      ['@map("effective_on") @db.Date', '@map("effective_on") @db.Timestamptz(3)', "effective_on"],
      ["@@id([sectionKey, student])", "@@id([sectionKey])", "primary key"],
      ['map: "quarantine_open"', 'map: "another"', "index another"],
    ] as const) {
      const changed = schema.replace(/ +/g, " ").replace(from.replace(/ +/g, " "), to);
      const found = differences(readSchema(changed.replace(/^ /gm, "  ")), database, ["schema.prisma", "the database"]);
      expect(found.join("\n")).toContain(about);
    }
  });
});
