import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { unreadable } from "@/lib/platform/read-rows";
import { runMove } from "./moves";
import { type Cause, causeSchema, type RunProblem, unreadableCause } from "./run-problem";

const rowSchema = z.object({
  id: z.uuid(),
  cancelled: z.boolean(),
  recipients: z.number().int(),
  failed: z.number().int(),
  refused: z.number().int(),
  renderingsFailed: z.number().int(),
  causes: z.array(z.unknown()),
});

/** Of a run's problems so many reasons are told. */
const mostCauses = 5;

const nothingOpen = `NOT EXISTS (SELECT FROM app.report_rendering g WHERE g.run = r.id AND g.state IN ('waiting', 'rendering'))
  AND NOT EXISTS (SELECT FROM app.report_delivery d WHERE d.run = r.id AND d.state IN ('waiting', 'sending'))`;

/** Ends runs of which nothing is left to do; answers with how many. `onError` hears of causes that cannot be read. */
export async function settleRuns({ owner }: Database, now: Date, onError: (error: unknown) => void): Promise<number> {
  const found = await owner.query(
    `SELECT r.id, r.cancel_asked_at IS NOT NULL AS cancelled, d.*, g.*, c.* FROM app.report_run r,
       LATERAL (SELECT count(*)::int AS recipients, count(*) FILTER (WHERE state = 'failed')::int AS failed,
           count(*) FILTER (WHERE state = 'refused')::int AS refused FROM app.report_delivery WHERE run = r.id) d,
       LATERAL (SELECT count(*)::int AS "renderingsFailed" FROM app.report_rendering WHERE run = r.id AND state = 'failed') g,
       LATERAL (SELECT coalesce(jsonb_agg(cause), '[]') AS causes FROM (
         SELECT DISTINCT cause FROM (
           SELECT problem AS cause FROM app.report_rendering WHERE run = r.id AND state = 'failed'
           UNION ALL SELECT jsonb_build_object('message', detail, 'facts', '{}'::jsonb) FROM app.report_delivery
             WHERE run = r.id AND state IN ('failed', 'refused') AND detail IS NOT NULL
               AND NOT EXISTS (SELECT FROM app.report_rendering f WHERE f.id = rendering AND f.state = 'failed')) told
         LIMIT $1) first) c
     WHERE r.state = 'working' AND ${nothingOpen}`,
    [mostCauses],
  );
  let settled = 0;
  for (const { id, cancelled, failed, refused, recipients, renderingsFailed, ...row } of found.rows.map((row) => rowSchema.parse(row))) {
    const { from, to } = runMove(cancelled ? "cancelled" : failed + renderingsFailed > 0 ? "fell-short" : "served");
    const causes = readCauses(id, row.causes, onError);
    const problem: RunProblem | null = causes.length === 0 ? null : { failed, refused, recipients, causes };
    const ended = await owner.query(
      `UPDATE app.report_run r SET state = $2, ended_at = $3, problem = $4::jsonb WHERE id = $1 AND state = ANY($5::text[]) AND ${nothingOpen}`,
      [id, to, now, problem === null ? null : JSON.stringify(problem), from],
    );
    settled += ended.rowCount ?? 0;
  }
  return settled;
}

/** Each once. That something failed is told, though it cannot be read why. */
function readCauses(run: string, kept: readonly unknown[], onError: (error: unknown) => void): Cause[] {
  const causes = kept.map((one) => {
    const read = causeSchema.safeParse(one);
    if (read.success) return read.data;
    onError(unreadable("run", run, read.error));
    return unreadableCause;
  });
  return causes.filter((cause, index) => causes.findIndex((other) => isDeepStrictEqual(other, cause)) === index);
}
