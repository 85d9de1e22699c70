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
  const statements = readFileSync(join(root, "bench", "sql", "facts.sql"), "utf8");
  const coarser = readFileSync(join(root, "prisma", "migrations", "0004_coarser_cells", "migration.sql"), "utf8");
  const values: Record<string, string | number> = {
    today: `date '${today}'`,
    terms: termCount,
    meetings: meetingsOfSection,
    seats,
    ...sizes,
  };
  await client.query("SET synchronous_commit = off; SET work_mem = '256MB'; SET maintenance_work_mem = '256MB'");
  await client.query(statements.replaceAll(/:\{(\w+)\}/g, (_, name: string) => String(values[name])));
  // The migration that brought the coarser cells fills them from the finer ones.
  await client.query(coarser.slice(coarser.indexOf("INSERT INTO warehouse.cell_attendance_unit_day")));
  await client.query("VACUUM ANALYZE");
  await client.query("CHECKPOINT");
  const counted = await client.query<{ facts: number }>("SELECT count(*)::int AS facts FROM warehouse.fact_attendance");
  return counted.rows[0]?.facts ?? 0;
}
