import type { PoolClient } from "pg";
import { z } from "zod";
import { withTransaction } from "@/lib/platform/database";
import type { RunPorts } from "./ports";
import { runProblemSchema } from "./run-problem";

const rowSchema = z.object({
  id: z.uuid(),
  owner: z.uuid(),
  name: z.string(),
  schedule: z.uuid().nullable(),
  dueAt: z.date(),
  problem: runProblemSchema,
});

type Ports = Pick<RunPorts, "database" | "now" | "tellOwner" | "onError">;

/** Tells owners of runs with problems, each once over all processes; who cannot be told now is told at another time. */
export async function tellOwners(ports: Ports): Promise<void> {
  try {
    while (await withTransaction(ports.database.owner, (client) => tellOne(client, ports)));
  } catch (error) {
    ports.onError(error);
  }
}

async function tellOne(client: PoolClient, { now, tellOwner }: Ports): Promise<boolean> {
  // Whoever asked for a preview sees it fail.
  const found = await client.query(
    `SELECT id, owner, name, schedule, due_at AS "dueAt", problem FROM app.report_run
     WHERE problem IS NOT NULL AND owner_told_at IS NULL AND ended_at IS NOT NULL AND purpose <> 'preview'
     ORDER BY ended_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  );
  const row: unknown = found.rows[0];
  if (row === undefined) return false;
  const { problem, ...run } = rowSchema.parse(row);
  await tellOwner(client, run, problem);
  await client.query("UPDATE app.report_run SET owner_told_at = $2 WHERE id = $1", [run.id, now()]);
  return true;
}
