import { type Family, isOfOneStudent } from "./families";
import type { Queryable } from "./queryable";

/**
 * Who computes cells is said by the database (log.cell_progress has rows where it is Flink), so that processes with different
 * settings cannot both do it. Read under the lock of dimensions, under which it is changed.
 */
export async function cellsAreOfFlink(client: Queryable): Promise<boolean> {
  const found = await client.query("SELECT FROM log.cell_progress LIMIT 1");
  return found.rowCount !== 0;
}

/**
 * Held shared by each batch that changes facts, first of its locks, and alone for a moment by whoever needs facts to stand still
 * until cells that come from Flink hold all of them.
 */
export const factGate = 715_209;

/** The cell tables of a family that a batch of the aggregator adds to. */
export const ownCells = (family: Family, ofFlink: boolean) => (ofFlink ? family.cells.filter(isOfOneStudent) : family.cells);
