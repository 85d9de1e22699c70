import type { PoolClient } from "pg";
import { applyLowGrades } from "../apply/facts";
import { resolveGrades } from "../apply/resolve";
import { countDistinctStudents, dimensionLock } from "../apply-batch";
import { cellsAreOfFlink, ownCells } from "../cell-engine";
import { noteHoldings } from "../count-students";
import { enrollment, grade } from "../families";
import { foldCells } from "../fold-cells";
import { noteTouches, writeFeed } from "../write-feed";
import { staleGrades } from "./stale-grades";

/**
 * Resolves a term's grades of a scale anew, with their cells and the feed, in the caller's transaction on a connection
 * that has the batch tables: as one batch of its own, so that the term's figures are either those of before or those
 * of after (EXACT-2). Returns how many grades came out different.
 */
export async function rescaleTerm(client: PoolClient, scale: string, termKey: number): Promise<number> {
  await client.query("SELECT set_config('bellwether.batch', nextval('warehouse.batch_number')::text, true)");
  await client.query("SELECT pg_advisory_xact_lock($1)", [dimensionLock]);
  const ofFlink = await cellsAreOfFlink(client);
  const stale = await client.query(
    `INSERT INTO graded (section_key, student) SELECT section_key, student FROM ${staleGrades} stale WHERE term_key = $2
     ORDER BY section_key, student`,
    [scale, termKey],
  );
  if (stale.rowCount === 0) return 0;
  await client.query("INSERT INTO moved_section (section_key) SELECT DISTINCT section_key FROM graded");
  await client.query(resolveGrades);
  await client.query(applyLowGrades);
  for (const family of [enrollment, grade]) {
    for (const table of ownCells(family, ofFlink)) await client.query(foldCells(family, table));
    await client.query(noteTouches(family));
    const noting = noteHoldings[family.name];
    if (noting !== undefined) await client.query(noting);
  }
  await countDistinctStudents(client, new Set());
  await writeFeed(client);
  return stale.rowCount ?? 0;
}
