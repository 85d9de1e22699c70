import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { type ContractCount, contractCountSchema } from "./contract-counts-shape";

/** Names of sources that are listed with a contract. */
const mostSources = 10;

/** What arrived of each contract so far, and from where. */
export async function listContractCounts(database: Database): Promise<ContractCount[]> {
  const found = await database.owner.query(
    `SELECT type, schema_version AS version, sum(accepted)::float8 AS accepted, sum(duplicate)::float8 AS duplicate,
       sum(rejected)::float8 AS rejected,
       (array_agg(source ORDER BY accepted DESC, source) FILTER (WHERE source <> '' AND accepted > 0))[1:${mostSources}] AS sources
     FROM log.arrival_total GROUP BY type, schema_version ORDER BY type, schema_version`,
  );
  const rows = found.rows.map((row: { sources: string[] | null }) => ({ ...row, sources: row.sources ?? [] }));
  return z.array(contractCountSchema).parse(rows);
}
