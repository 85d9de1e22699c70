import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { propertyRuns } from "@/lib/platform/testing/property-runs";
import { drainOnce } from "./testing/drain";
import { eventSet } from "./testing/generate-events";
import { appendToLog, comparable, emptyWarehouse, storedCells } from "./testing/log-fixture";

const zone = "Asia/Seoul";
const migration = readFileSync("prisma/migrations/0009_reads/migration.sql", "utf8");
const yearsFrom = migration.indexOf("UPDATE warehouse.fact_attendance");
const yearsUntil = migration.indexOf("-- Distinct students by day");
const countsFrom = migration.indexOf("DELETE FROM warehouse.cell_students");

describe("migration 0009", () => {
  const test = useTestDatabase();

  const yearsOfFacts = async () => {
    const tables = ["fact_attendance", "fact_enrollment", "fact_grade", "fact_registration"];
    const found = await Promise.all(
      tables.map((table) => test.database.owner.query(`SELECT to_jsonb(f) AS row FROM warehouse.${table} f ORDER BY f::text`)),
    );
    return found.map(({ rows }) => rows);
  };

  it("fills what it brings as the aggregator would have kept it", async () => {
    await fc.assert(
      fc.asyncProperty(eventSet({ minLength: 30, maxLength: 80 }), async (events) => {
        await emptyWarehouse(test.database);
        await appendToLog(test.database, events);
        await drainOnce(test.database, zone);
        const [cells, years] = [comparable(await storedCells(test.database)), await yearsOfFacts()];
        await test.database.owner.query(`
          TRUNCATE warehouse.cell_student_days, warehouse.cell_enrollment_unit_program, warehouse.cell_registration_span,
            warehouse.cell_meeting_section, warehouse.cell_grade_section_scale, warehouse.cell_grade_program_letter;
          DELETE FROM warehouse.cell_students WHERE kind = 'subtree';
          UPDATE warehouse.fact_attendance SET year_of_study = NULL; UPDATE warehouse.fact_enrollment SET year_of_study = NULL;
          UPDATE warehouse.fact_grade SET year_of_study = NULL; UPDATE warehouse.fact_registration SET year_of_study = NULL`);
        await test.database.owner.query(migration.slice(yearsFrom, yearsUntil));
        await test.database.owner.query(migration.slice(countsFrom));
        expect(comparable(await storedCells(test.database))).toEqual(cells);
        expect(await yearsOfFacts()).toEqual(years);
      }),
      { numRuns: propertyRuns({ short: 6, full: 20 }) },
    );
  }, 240_000);
});
