import type { Database } from "@/lib/platform/database";

/** Has the database say whether cells hold all that facts do, as it does where Flink is behind. */
export async function saySettled(database: Database, settled: boolean): Promise<void> {
  await database.owner.query(
    `CREATE OR REPLACE FUNCTION warehouse.cells_follow() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
     AS 'SELECT ${settled}'`,
  );
}
