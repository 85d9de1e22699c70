import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** What takes something away from code that still runs, or holds a growing table for as long as it is large. */
const contracting: Readonly<Record<string, RegExp>> = {
  "drops a table, view, column or function": /\bDROP\s+(TABLE|VIEW|COLUMN|FUNCTION|SCHEMA|SEQUENCE)\b/i,
  renames: /\bRENAME\s+(TO|COLUMN|CONSTRAINT)\b/i,
  "changes a column's type": /\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b/i,
  "demands a value that old code does not give":
    /\bSET\s+NOT\s+NULL\b|\bADD\s+COLUMN\s+(?:(?!DEFAULT|,|;).)*\bNOT\s+NULL\b(?!\s+DEFAULT)(?:(?!DEFAULT|,|;).)*[,;]/i,
  "builds an index on a growing table":
    /\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)\w+\s+ON\s+(log\.event\b|log\.event_key|log\.consumed|warehouse\.(fact|cell|feed)|history\.)/i,
  "checks all rows": /\bADD\s+CONSTRAINT\b(?:(?!NOT\s+VALID|;)[\s\S])*;/i,
};
/** Those before the rules. */
const first = "0040";
/** Says why it may: which version stopped needing it, or why it is short. */
const excuse = /^-- Contracts: .{20,}/m;

/** What a migration does that it may not. */
function breaches(sql: string): string[] {
  if (excuse.test(sql)) return [];
  const statements = sql.replaceAll(/^\s*--.*$/gm, "").replaceAll(/--.*$/gm, "");
  return Object.entries(contracting).flatMap(([what, pattern]) => (pattern.test(statements) ? [what] : []));
}

describe("migrations expand, and contract a version later", () => {
  const names = readdirSync("prisma/migrations").filter((name) => /^\d{4}_/.test(name) && name.slice(0, 4) >= first);

  it.each(names)("%s", (name) => {
    expect(breaches(readFileSync(join("prisma/migrations", name, "migration.sql"), "utf8"))).toEqual([]);
  });

  it.each([
    ["ALTER TABLE app.user DROP COLUMN name;", "drops a table, view, column or function"],
    ["ALTER TABLE app.user RENAME COLUMN name TO label;", "renames"],
    ["ALTER TABLE app.user ALTER COLUMN name TYPE varchar(9);", "changes a column's type"],
    ["ALTER TABLE app.user ADD COLUMN a text NOT NULL;", "demands a value that old code does not give"],
    ["ALTER TABLE app.user ALTER COLUMN name SET NOT NULL;", "demands a value that old code does not give"],
    ["CREATE INDEX slow ON warehouse.fact_grade (letter);", "builds an index on a growing table"],
    ["ALTER TABLE warehouse.fact_grade ADD CONSTRAINT c CHECK (letter <> '');", "checks all rows"],
  ])("finds out %s", (sql, what) => {
    expect(breaches(sql)).toEqual([what]);
    expect(breaches(`-- Contracts: nothing has read it since version 0.2.0\n${sql}`)).toEqual([]);
    expect(breaches(`-- ${sql}`)).toEqual([]);
  });

  it.each([
    "ALTER TABLE app.user ADD COLUMN a text; ALTER TABLE app.user ADD COLUMN b text NOT NULL DEFAULT '', ADD COLUMN c int;",
    "ALTER TABLE warehouse.fact_grade ADD CONSTRAINT c CHECK (letter <> '') NOT VALID;",
    "CREATE TABLE app.t (a int NOT NULL); CREATE INDEX t_a ON app.t (a);",
  ])("lets pass %s", (sql) => expect(breaches(sql)).toEqual([]));
});
