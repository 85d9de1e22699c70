import type { PoolClient } from "pg";
import type { ReportContent } from "../content-shape";
import type { Delivery, Recipient } from "../recipients-shape";

export type NewRun = {
  id: string;
  schedule: string | null;
  owner: string;
  name: string;
  content: ReportContent;
  recipients: readonly Recipient[];
  delivery: Delivery;
  purpose: "scheduled" | "now" | "preview";
  dueAt: Date;
  state: "waiting" | "working" | "skipped";
  late: boolean;
};

/** True where it was not there before. */
export async function insertRun(client: Pick<PoolClient, "query">, run: NewRun, now: Date): Promise<boolean> {
  const made = await client.query(
    `INSERT INTO app.report_run (id, schedule, owner, purpose, name, due_at, content, recipients, delivery, state, late, fired_at, started_at, ended_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9::jsonb, $10, $11, $12::timestamptz,
       CASE WHEN $10 = 'working' THEN $12::timestamptz END, CASE WHEN $10 = 'skipped' THEN $12::timestamptz END)
     ON CONFLICT DO NOTHING`,
    [
      run.id,
      run.schedule,
      run.owner,
      run.purpose,
      run.name,
      run.dueAt,
      JSON.stringify(run.content),
      JSON.stringify(run.recipients),
      JSON.stringify(run.delivery),
      run.state,
      run.late,
      now,
    ],
  );
  return made.rowCount === 1;
}
