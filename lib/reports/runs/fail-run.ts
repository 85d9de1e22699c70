import type { Database } from "@/lib/platform/database";
import { runMove } from "./moves";
import type { Cause, RunProblem } from "./run-problem";

/** Its recipients are not found out: whose report it is is told why. */
export async function failRun({ owner }: Database, id: string, cause: Cause, now: Date): Promise<void> {
  const problem: RunProblem = { failed: 0, refused: 0, recipients: 0, causes: [cause] };
  const { from, to } = runMove("fell-short");
  await owner.query(
    "UPDATE app.report_run SET state = $2, problem = $3::jsonb, ended_at = $4, lease_until = NULL WHERE id = $1 AND state = ANY($5::text[])",
    [id, to, JSON.stringify(problem), now, from],
  );
}
