import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { runProblemSchema } from "./run-problem";
import { deliveryStates, renderingStates, runStates } from "./states";

const rowSchema = z.object({
  state: z.enum(runStates),
  late: z.boolean(),
  cancelAsked: z.boolean(),
  firedAt: z.date(),
  startedAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  problem: runProblemSchema.nullable(),
  renderings: z.record(z.enum(renderingStates), z.number().int()),
  deliveries: z.record(z.enum(deliveryStates), z.number().int()),
});
/** How far a run is: its renderings and deliveries by state, all states named. */
export type RunProgress = z.infer<typeof rowSchema>;

/** Who may look is the caller's to ask. Throws not-found. */
export async function getRunProgress({ owner }: Database, run: string): Promise<RunProgress> {
  const counts = (
    table: string,
    states: string,
  ) => `(SELECT jsonb_object_agg(state, coalesce(count, 0)) FROM unnest(${states}::text[]) AS named(state)
    LEFT JOIN (SELECT state, count(*)::int FROM ${table} WHERE run = r.id GROUP BY state) counted USING (state))`;
  const found = await owner.query(
    `SELECT r.state, r.late, r.cancel_asked_at IS NOT NULL AS "cancelAsked", r.fired_at AS "firedAt", r.started_at AS "startedAt",
       r.ended_at AS "endedAt", r.problem, ${counts("app.report_rendering", "$2")} AS renderings, ${counts("app.report_delivery", "$3")} AS deliveries
     FROM app.report_run r WHERE r.id = $1`,
    [run, renderingStates, deliveryStates],
  );
  const row: unknown = found.rows[0];
  if (row === undefined) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "run" });
  return rowSchema.parse(row);
}
