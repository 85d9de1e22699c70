import type { PoolClient } from "pg";
import { z } from "zod";
import { withTransaction } from "@/lib/platform/database";
import { unreadable } from "@/lib/platform/read-rows";
import type { RunPorts } from "./ports";
import { type RunProblem, runProblemSchema, unreadableCause } from "./run-problem";

const rowSchema = z.object({
  id: z.uuid(),
  owner: z.uuid(),
  name: z.string(),
  schedule: z.uuid().nullable(),
  dueAt: z.date(),
  problem: z.unknown(),
});

type Ports = Pick<RunPorts, "database" | "now" | "tellOwner" | "onError">;

/** Tells owners of runs with problems, each once over all processes; who cannot be told now is told at another time, and holds up no other. */
export async function tellOwners(ports: Ports): Promise<void> {
  const tried: string[] = [];
  for (let more = true; more; ) {
    const before = tried.length;
    try {
      await withTransaction(ports.database.owner, (client) => tellOne(client, ports, tried));
    } catch (error) {
      ports.onError(error);
    }
    more = tried.length > before;
  }
}

/** `tried`: those that it was tried for, to which the next one is added. */
async function tellOne(client: PoolClient, { now, tellOwner, onError }: Ports, tried: string[]): Promise<void> {
  // Whoever asked for a preview sees it fail.
  const found = await client.query<{ id: string }>(
    `SELECT id, owner, name, schedule, due_at AS "dueAt", problem FROM app.report_run
     WHERE problem IS NOT NULL AND owner_told_at IS NULL AND ended_at IS NOT NULL AND purpose <> 'preview' AND id <> ALL($1::uuid[])
     ORDER BY ended_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [tried],
  );
  const row = found.rows[0];
  if (row === undefined) return;
  tried.push(row.id);
  const { problem, ...run } = rowSchema.parse(row);
  await tellOwner(client, run, readProblem(run.id, problem, onError));
  await client.query("UPDATE app.report_run SET owner_told_at = $2 WHERE id = $1", [run.id, now()]);
}

/** That something failed is told in any case. */
function readProblem(run: string, kept: unknown, onError: Ports["onError"]): RunProblem {
  const read = runProblemSchema.safeParse(kept);
  if (read.success) return read.data;
  onError(unreadable("run", run, read.error));
  return { failed: 0, refused: 0, recipients: 0, causes: [unreadableCause] };
}
