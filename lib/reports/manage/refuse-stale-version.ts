import type { PoolClient } from "pg";
import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import { reportSubject } from "./in-report-audit";
import type { ScheduleRow } from "./schedule-row";

const lastSchema = z.object({ at: z.date(), by: z.string().nullable() });

/** What was edited must be what there is: else somebody else changed it, and is not overwritten. Throws conflict, with who and when. */
export async function refuseStaleVersion(client: Pick<PoolClient, "query">, { id, version }: ScheduleRow, edited: number): Promise<void> {
  if (version === edited) return;
  const last = await client.query(
    `SELECT a.at, u.name AS by FROM app.audit a LEFT JOIN app."user" u ON a.actor = 'user:' || u.id
     WHERE a.subject = $1 AND a.action = 'report.changed' ORDER BY a.id DESC LIMIT 1`,
    [reportSubject(id)],
  );
  const who = lastSchema.safeParse(last.rows[0]).data;
  throw new BellwetherError("conflict", "This report was changed meanwhile.", {
    field: "version",
    rule: "changed-meanwhile",
    found: edited,
    now: version,
    by: who?.by ?? null,
    at: who?.at.toISOString() ?? null,
  });
}
