import type { ServerResponse } from "node:http";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/**
 * What this process counts. Labels are closed lists: no id of a person, section or user is ever one
 * (PII-1), so that the number of series does not grow with the institution.
 */
export type Metrics = ReturnType<typeof makeMetrics>;

function makeMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: "bellwether_ingest_events_total",
    help: "Events offered, by what became of them: accepted, duplicate, rejected",
    labelNames: ["result"],
    registers,
  });
  // There from the first scrape on, so that a rate over it misses nothing.
  for (const result of ["accepted", "duplicate", "rejected"]) events.inc({ result }, 0);
  return {
    registry,
    events,
    httpRequests: new Counter({
      name: "bellwether_http_requests_total",
      help: "HTTP answers by status",
      labelNames: ["status"],
      registers,
    }),
    ingestRequests: new Counter({
      name: "bellwether_ingest_requests_total",
      help: "Answers of the events endpoint by status",
      labelNames: ["status"],
      registers,
    }),
    batchSeconds: new Histogram({
      name: "bellwether_aggregator_batch_seconds",
      help: "How long a batch of the aggregator took",
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    aggregated: new Counter({ name: "bellwether_aggregator_events_total", help: "Events applied by this process", registers }),
    kpiSeconds: new Histogram({
      name: "bellwether_kpi_seconds",
      help: "How long a KPI took to compute, for the API and for live views",
      labelNames: ["kpi"],
      buckets: [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    liveFrames: new Counter({
      name: "bellwether_live_frames_total",
      help: "Frames about views sent to viewers, by kind",
      labelNames: ["kind"],
      registers,
    }),
  };
}

const key = Symbol.for("bellwether.metrics");

/** The server's bundle and Next's count in one registry, the first to ask makes it. */
export function metrics(): Metrics {
  const known: Metrics | undefined = Reflect.get(globalThis, key);
  if (known !== undefined) return known;
  const made = makeMetrics();
  Reflect.set(globalThis, key, made);
  return made;
}

/** A value that is read when it is asked for. */
export function gauge(name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [metrics().registry],
    collect() {
      this.set(read());
    },
  });
}

/** Counts an answer once it is sent, or given up. */
export function countAnswer(response: ServerResponse): void {
  response.once("close", () => metrics().httpRequests.inc({ status: response.headersSent ? response.statusCode : "aborted" }));
}
