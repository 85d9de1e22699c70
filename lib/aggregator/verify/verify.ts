import type { PoolClient } from "pg";
import type { Database } from "@/lib/platform/database";
import { beginSettled } from "./begin-settled";
import { type CellCheck, cellChecks, recompute } from "./recompute";

export type Difference = {
  table: string;
  keys: Record<string, unknown>;
  expected: Record<string, unknown>;
  stored: Record<string, unknown>;
};
export type Verification = { compared: number; differ: number; differences: Difference[] };

/** Differences listed in full; the count has no limit. */
const listed = 20;

export const verificationSteps = recompute("UTC").length + cellChecks("UTC").length;

/**
 * Recomputes every cell from the log, up to the consumed offsets, and compares it with what is stored,
 * in one REPEATABLE READ transaction: it can run beside a working aggregator. `onStep` hears of each of
 * `verificationSteps` steps that is done.
 */
export async function verify(database: Database, timeZone: string, onStep: OnStep = async () => undefined): Promise<Verification> {
  const client = await database.owner.connect();
  try {
    await beginSettled(client);
    await client.query("SET LOCAL work_mem = '256MB'");
    return await verifyIn(client, timeZone, onStep);
  } finally {
    // Nothing is to be kept: the temporary tables end with the transaction.
    await client.query("ROLLBACK").then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  }
}

type OnStep = (step: number) => Promise<void>;

/** The same in the caller's transaction, as it sees log and cells; once in a transaction. */
export async function verifyIn(client: PoolClient, timeZone: string, onStep: OnStep = async () => undefined): Promise<Verification> {
  let steps = 0;
  for (const step of recompute(timeZone)) {
    await client.query(step);
    steps += 1;
    await onStep(steps);
  }
  const result: Verification = { compared: 0, differ: 0, differences: [] };
  for (const check of cellChecks(timeZone)) {
    const rows = await client.query<{ compared: string; differ: string; examples: Omit<Difference, "table">[] | null }>(compare(check));
    const row = rows.rows[0];
    result.compared += Number(row?.compared ?? 0);
    result.differ += Number(row?.differ ?? 0);
    for (const example of row?.examples ?? []) {
      if (result.differences.length < listed) result.differences.push({ table: check.table, ...example });
    }
    steps += 1;
    await onStep(steps);
  }
  return result;
}

/** A cell of zeros means the same as none. Keys may be null: what is not known yet. */
function compare(check: CellCheck): string {
  const json = (alias: string, names: readonly string[]) =>
    `jsonb_build_object(${names.map((name) => `'${name}', ${alias}.${name}`).join(", ")})`;
  const nonZero = check.measures.map((measure) => `${measure} <> 0`).join(" OR ");
  const sums = check.measures.map(
    (measure) =>
      `sum(CASE WHEN expected THEN ${measure} ELSE 0 END) AS e_${measure}, sum(CASE WHEN expected THEN 0 ELSE ${measure} END) AS c_${measure}`,
  );
  return `
    WITH both_sides AS (
      SELECT true AS expected, * FROM (${check.expected}) e WHERE ${nonZero}
      UNION ALL SELECT false, * FROM (${check.stored}) c WHERE ${nonZero}),
    cells AS (SELECT ${check.keys.join(", ")}, ${sums.join(", ")} FROM both_sides GROUP BY ${check.keys.join(", ")}),
    wrong AS (SELECT * FROM cells WHERE ${check.measures.map((measure) => `e_${measure} <> c_${measure}`).join(" OR ")})
    SELECT (SELECT count(*) FROM cells) AS compared, (SELECT count(*) FROM wrong) AS differ,
      (SELECT jsonb_agg(jsonb_build_object('keys', ${json("w", check.keys)},
        'expected', jsonb_build_object(${check.measures.map((m) => `'${m}', w.e_${m}`).join(", ")}),
        'stored', jsonb_build_object(${check.measures.map((m) => `'${m}', w.c_${m}`).join(", ")})))
       FROM (SELECT * FROM wrong LIMIT ${listed}) w) AS examples`;
}
