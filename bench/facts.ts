import { readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { root } from "@/lib/runtime/testing/product";

const termCount = 10;
const meetingsOfSection = 26;
const seats = 40;

/**
 * Fills an empty, migrated warehouse with about so many attendance facts and what belongs to them: ten
 * terms, the last under way, of sections with 40 seats and two meetings a week; enrolments, grades,
 * registrations, and activity of the last week. Facts and cells are made by SQL as the aggregator would
 * have left them; the log stays empty. Returns the number of attendance facts.
 */
export async function loadFacts(client: pg.Client, facts: number, today: string): Promise<number> {
  const sections = Math.round(facts / (termCount * meetingsOfSection * seats) / 0.96 / 100) * 100;
  const sizes = { sections, courses: sections / 2, students: Math.max(1_600, sections * 8) };
  const statements = (name: string) => readFileSync(join(root, "bench", "sql", name), "utf8");
  const migration = (name: string) => readFileSync(join(root, "prisma", "migrations", name, "migration.sql"), "utf8");
  const values: Record<string, string | number> = {
    today: `date '${today}'`,
    terms: termCount,
    meetings: meetingsOfSection,
    seats,
    ...sizes,
  };
  await client.query("SET synchronous_commit = off; SET work_mem = '256MB'; SET maintenance_work_mem = '256MB'");
  const run = (name: string, more: Record<string, number> = {}) =>
    client.query(statements(name).replaceAll(/:\{(\w+)\}/g, (_, value: string) => String({ ...values, ...more }[value])));
  await run("facts.sql");
  for (let term = 1; term <= termCount; term += 1) await run("attendance-of-term.sql", { term });
  await client.query("DROP TABLE enrolment");
  // The migrations that brought the coarser cells and the counts of students fill them from facts and finer cells.
  for (const [name, from] of [
    ["0004_coarser_cells", "INSERT INTO warehouse.cell_attendance_unit_day"],
    ["0009_reads", "DELETE FROM warehouse.cell_students"],
  ] as const)
    await client.query(migration(name).slice(migration(name).indexOf(from)));
  await client.query("VACUUM ANALYZE");
  await client.query("CHECKPOINT");
  const counted = await client.query<{ facts: number }>("SELECT count(*)::int AS facts FROM warehouse.fact_attendance");
  return counted.rows[0]?.facts ?? 0;
}
