import { Gauge } from "prom-client";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { metrics } from "@/lib/platform/metrics";

/** Sources are named by their senders: only the first ones known become series, so that nobody can flood them. */
const mostSources = 100;

const stateSchema = z.object({
  backlog: z.number(),
  settled: z.number(),
  quarantine: z.number(),
  /** Null before the first verification. */
  differ: z.number().nullable(),
  /** Null before the audit was verified. */
  wrong: z.number().nullable(),
  sources: z.array(z.object({ source: z.string(), lag: z.number() })),
});
type State = z.infer<typeof stateSchema>;

const stateSql = `
  SELECT (SELECT coalesce(sum(events), 0)::float8 FROM log.backlog) AS backlog, warehouse.cells_follow()::int::float8 AS settled,
    (SELECT count(*)::float8 FROM log.quarantine WHERE state = 'open') AS quarantine,
    (SELECT differ::float8 FROM app.verification WHERE compared IS NOT NULL ORDER BY started_at DESC LIMIT 1) AS differ,
    (SELECT (finding IS NOT NULL)::int::float8 FROM app.audit_check ORDER BY at DESC LIMIT 1) AS wrong,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('source', source,
        'lag', greatest(0, extract(epoch FROM clock_timestamp() - arrived_at))) ORDER BY source), '[]')
      FROM (SELECT source, (SELECT max(arrived_at) FROM warehouse.watermark w WHERE w.source = s.source) AS arrived_at
            FROM warehouse.dim_source s ORDER BY first_seen_at, source LIMIT ${mostSources}) first_sources
      WHERE arrived_at IS NOT NULL) AS sources`;

/** What the database knows, the same from every process: read once for each scrape. */
export function watchDatabase(database: Database): void {
  const registers = [metrics().registry];
  let running: Promise<State | null> | null = null;
  const read = () => {
    running ??= database.owner
      .query(stateSql)
      .then(
        (found) => stateSchema.parse(found.rows[0]),
        () => null, // told by bellwether_database_up; the process's own figures are still wanted
      )
      .finally(() => (running = null));
    return running;
  };
  const told = (name: string, help: string, value: (state: State | null) => number | null) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        const now = value(await read());
        if (now === null) this.remove();
        else this.set(now);
      },
    });
  told("bellwether_database_up", "1 while the database answers", (state) => (state === null ? 0 : 1));
  told("bellwether_log_backlog_events", "Events in the log that the aggregator has not applied yet", (state) => state?.backlog ?? null);
  told("bellwether_cells_settled", "1 while cells are at most fifteen seconds behind facts", (state) => state?.settled ?? null);
  told("bellwether_quarantine_open", "Rejected events that wait for a replay", (state) => state?.quarantine ?? null);
  told("bellwether_verification_differ", "Cells that differed from the log in the last verification", (state) => state?.differ ?? null);
  told(
    "bellwether_audit_wrong",
    "1 where the last verification of the audit found an entry that is wrong",
    (state) => state?.wrong ?? null,
  );
  new Gauge({
    name: "bellwether_source_lag_seconds",
    help: `Seconds since the last processed event of a source arrived; the first ${mostSources} sources`,
    labelNames: ["source"],
    registers,
    async collect() {
      const state = await read();
      this.reset();
      for (const { source, lag } of state?.sources ?? []) this.set({ source }, lag);
    },
  });
}
