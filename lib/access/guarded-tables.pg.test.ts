import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { noon, type Side, sides, studentsOf, twoSides } from "@/lib/runtime/testing/access/two-sides";
import { RouteHarness } from "@/lib/runtime/testing/routes";
import type { Scope } from "./scope";
import { withScopedRead } from "./scoped-read";
import { closedSchemas, guarded, open } from "./testing/guarded-tables";

type Table = { schema: string; name: string; kind: string; guarded: boolean; invoker: boolean };
const schemas = ["warehouse", "past", "history", "log", "vault", "app", "pgboss"] as const;
/** Who was registered is seen by whoever the program is; a scope of sections has no program. */
const nothing: Scope = { kind: "none" };
const everything: Scope = { kind: "institution" };
const unit = (side: Side): Scope => ({ kind: "org-units", orgUnits: [`u-${side}`] });

describe("every table", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  let tables: Table[];
  /** Keys of a side, which no row of the other side has. */
  const keys = new Map<Side, ReadonlySet<string>>();

  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, noon);
    await harness.happen(...twoSides());
    // What changes leaves a version behind.
    await harness.happen(...twoSides());
    const found = await test.database.owner.query<Table>(
      `SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relrowsecurity AS guarded,
         coalesce(c.reloptions @> '{security_invoker=true}', false) AS invoker
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND n.nspname = ANY($1) ORDER BY 1, 2`,
      [[...schemas]],
    );
    tables = found.rows;
    for (const side of sides) keys.set(side, await keysOf(side));
  });
  afterAll(() => harness?.close());

  /** As `column=value`, for columns that say whose a row is. */
  async function keysOf(side: Side): Promise<ReadonlySet<string>> {
    const { vault } = harness.services;
    const students = [...(await vault.pseudonymsOf(studentsOf(side))).values()];
    const placed = await test.database.owner.query<{ pair: string }>(
      `SELECT 'section_key=' || section_key AS pair FROM warehouse.dim_section WHERE id LIKE '%-' || $1
       UNION ALL SELECT 'org_unit_key=' || org_unit_key FROM warehouse.dim_org_unit WHERE id LIKE '%-' || $1
       UNION ALL SELECT 'program_key=' || program_key FROM warehouse.dim_program WHERE id LIKE '%-' || $1`,
      [side],
    );
    return new Set([...students.map((student) => `student=${student}`), ...placed.rows.map(({ pair }) => pair)]);
  }

  const called = ({ schema, name }: Pick<Table, "schema" | "name">) => `${schema}."${name}"`;
  const asReader = (table: Pick<Table, "schema" | "name">, scope: Scope) =>
    withScopedRead(test.database, scope, async (read) => {
      await read.query("SELECT set_config('bellwether.position', (SELECT position::text FROM warehouse.feed_head), true)");
      return (await read.query<{ row: Record<string, unknown> }>(`SELECT to_jsonb(t) AS row FROM ${called(table)} t`)).rows.map(
        ({ row }) => row,
      );
    });
  const isOf = (row: Record<string, unknown>, side: Side) => {
    const own = keys.get(side) ?? new Set();
    const students = Array.isArray(row.students) ? row.students.map((student) => `student=${String(student)}`) : [];
    return [...Object.entries(row).map(([column, value]) => `${column}=${String(value)}`), ...students].some((pair) => own.has(pair));
  };
  const shownBy = (name: string) => (guarded.warehouse ?? []).includes(name);
  const isGuarded = ({ schema, name }: Table) => (schema === "past" ? shownBy(name) : (guarded[schema] ?? []).includes(name));
  const isOpen = ({ schema, name }: Table) =>
    open[schema]?.[name] !== undefined || (schema === "past" && open.warehouse?.[name] !== undefined);

  it("SCOPE-2: is guarded, open for a reason, or closed; a new one must be said", () => {
    const undecided = tables.filter(
      (table) => !isGuarded(table) && !isOpen(table) && !closedSchemas.some((schema) => schema === table.schema),
    );
    expect(undecided.map(called)).toEqual([]);
    const there = new Set(tables.map(called));
    const listed = [guarded, Object.fromEntries(Object.entries(open).map(([schema, reasons]) => [schema, Object.keys(reasons)]))];
    for (const list of listed)
      for (const [schema, names] of Object.entries(list)) for (const name of names) expect(there).toContain(called({ schema, name }));
  });

  it("SCOPE-2: guarded ones have row-level security, and views leave it to the reader", () => {
    for (const table of tables.filter(isGuarded)) {
      if (table.schema === "past") expect([called(table), table.invoker]).toEqual([called(table), true]);
      else expect([called(table), table.guarded]).toEqual([called(table), true]);
    }
    for (const table of tables)
      if (table.schema === "past") expect([called(table), table.kind, table.invoker]).toEqual([called(table), "v", true]);
  });

  it("SCOPE-2: SELECT * of a guarded one gives each side its own rows, and none without a scope", async () => {
    const empty: string[] = [];
    for (const table of tables.filter(isGuarded)) {
      const all = await asReader(table, everything);
      if (all.length === 0) empty.push(called(table));
      expect(await asReader(table, nothing), called(table)).toEqual([]);
      const [mine, others] = [await asReader(table, unit("mine")), await asReader(table, unit("else"))];
      expect(
        mine.filter((row) => isOf(row, "else")),
        called(table),
      ).toEqual([]);
      expect(
        others.filter((row) => isOf(row, "mine")),
        called(table),
      ).toEqual([]);
      // What is of one side is all that side's, so that the guard hides no figure either.
      const whole = (side: Side, other: Side) => all.filter((row) => isOf(row, side) && !isOf(row, other)).length;
      if (!partly.has(table.name))
        expect([called(table), mine.length, others.length]).toEqual([called(table), whole("mine", "else"), whole("else", "mine")]);
    }
    // Of these there is nothing to be seen here: rows come by corrections, or they are not written yet.
    expect(empty.filter((name) => !name.startsWith("history."))).toEqual([]);
  });
  /** Rows of these are told by `member_key`, or are summed over all units, or are of whom no row names. */
  const partly = new Set(["cell_students", "cell_student_days", "cell_grade_program_letter", "feed", "feed_touch", "dim_student_version"]);

  it("SCOPE-2: counts of a member are shown with the member", async () => {
    for (const name of ["cell_students", "cell_student_days"]) {
      const table = { schema: "warehouse", name };
      const mine = await asReader(table, unit("mine"));
      const kinds = new Set(mine.map((row) => row.kind));
      expect(kinds).toEqual(new Set(["org_unit", "subtree", "course", "section"].filter((kind) => kinds.has(kind))));
      expect(kinds.size).toBeGreaterThan(2);
      const others = await asReader(table, unit("else"));
      const members = (rows: Record<string, unknown>[]) => new Set(rows.map((row) => `${String(row.kind)} ${String(row.member_key)}`));
      expect([...members(mine)].filter((member) => members(others).has(member))).toEqual([]);
    }
  });

  it("SCOPE-2: open ones name no student, and closed ones are closed", async () => {
    const students = await Promise.all(
      sides.map(async (side) => [...(await harness.services.vault.pseudonymsOf(studentsOf(side))).values()]),
    );
    for (const table of tables.filter((one) => !isGuarded(one))) {
      if (!isOpen(table)) {
        await expect(test.database.reader.query(`SELECT FROM ${called(table)}`), called(table)).rejects.toThrow(/permission denied/);
        continue;
      }
      const text = JSON.stringify(await asReader(table, everything));
      for (const student of students.flat()) expect(text.includes(student), called(table)).toBe(false);
    }
  });
});
