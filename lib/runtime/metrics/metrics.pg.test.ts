import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppliedBatch, runAggregator } from "@/lib/aggregator/run-aggregator";
import { exampleEvent } from "@/lib/contracts/examples";
import { handleEvents } from "@/lib/ingest/http";
import { type BodyHead, Ingest } from "@/lib/ingest/ingest";
import { RateLimit } from "@/lib/ingest/rate-limit";
import { countAnswer } from "@/lib/platform/metrics";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import { Readiness } from "../readiness";
import { watchDatabase } from "./database-metrics";
import { metricsResponse, startMetricsServer } from "./metrics-endpoint";

const key = "a-key-of-sixteen-or-more";

describe("metrics", () => {
  const test = useTestDatabase();
  let address = "";
  let own: { port: number; stop(): Promise<void> };
  let aggregatorRuns = true;
  const ask = (path: string, method = "GET") => fetch(`http://127.0.0.1:${own.port}${path}`, { method });
  const scrape = async () => (await ask("/metrics")).text();
  const stops: (() => Promise<unknown>)[] = [];
  const send = (...events: unknown[]) =>
    fetch(address, {
      method: "POST",
      headers: { "content-type": "application/cloudevents-batch+json" },
      body: JSON.stringify(events),
    });
  const value = (text: string, series: string) =>
    text
      .split("\n")
      .find((line) => line.startsWith(`${series} `))
      ?.split(" ")[1];

  beforeAll(async () => {
    const ingest = new Ingest(test.database, await Vault.open(test.database, testVaultKey));
    const known = {
      kind: "api-key",
      keyId: "00000000-0000-4000-8000-000000000001",
      can: new Set(["events:write"] as const),
      scope: { kind: "institution" },
      studentScope: { kind: "none" },
      studentLevel: true,
      eventsPerSecond: null,
    } as const;
    const endpoint = {
      authenticate: async () => known,
      receive: (body: AsyncIterable<Buffer>, head: BodyHead) => ingest.receive(body, head),
      rateLimit: new RateLimit(() => performance.now()),
    };
    const server = createServer((request, response) => {
      countAnswer(response);
      void handleEvents(request, response, endpoint);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
    watchDatabase(test.database);
    const readiness = new Readiness(test.database);
    readiness.add({ name: "aggregator", running: () => aggregatorRuns });
    own = await startMetricsServer(0, readiness);
    stops.push(own.stop, async () => {
      server.close();
      server.closeAllConnections();
    });
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  it("counts what became of events, and what waits for the aggregator", async () => {
    const roll = exampleEvent("attendance.recorded");
    await send(roll, roll, { ...roll, id: "broken", data: {} }, exampleEvent("person.defined"));
    const before = await scrape();
    expect(value(before, 'bellwether_ingest_events_total{result="accepted"}')).toBe("2");
    expect(value(before, 'bellwether_ingest_events_total{result="duplicate"}')).toBe("1");
    expect(value(before, 'bellwether_ingest_events_total{result="rejected"}')).toBe("1");
    expect(value(before, 'bellwether_ingest_requests_total{status="200"}')).toBe("1");
    expect(value(before, "bellwether_log_backlog_events")).toBe("2");
    expect(value(before, "bellwether_quarantine_open")).toBe("1");
    expect(value(before, "bellwether_database_up")).toBe("1");

    const abort = new AbortController();
    const batches: AppliedBatch[] = [];
    await new Promise<void>((resolve, reject) => {
      const onBatch = (batch: AppliedBatch) => {
        batches.push(batch);
        if (batches.reduce((sum, one) => sum + one.events, 0) >= 2) abort.abort();
      };
      runAggregator({ database: test.database, timeZone: "UTC", signal: abort.signal, onBatch, onError: reject }).then(resolve, reject);
    });
    const after = await scrape();
    expect(value(after, "bellwether_log_backlog_events")).toBe("0");
    expect(value(after, "bellwether_cells_settled")).toBe("1");
    expect(Number(value(after, 'bellwether_source_lag_seconds{source="urn:sis:demo"}'))).toBeGreaterThanOrEqual(0);
    expect(after).toContain("process_resident_memory_bytes");
  });

  it("PII-1: no series names a person, a section or a meeting", async () => {
    const text = await scrape();
    for (const named of ["s-9", "Kim", "haneul", "cs-101", "m-204"]) expect(text).not.toContain(named);
  });

  it("has every series explained in docs/OPERATIONS.md", async () => {
    const operations = readFileSync("docs/OPERATIONS.md", "utf8");
    const names = [...(await scrape()).matchAll(/^# TYPE (bellwether_\w+) /gm)].map((match) => match[1]);
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) expect(operations).toContain(`\`${name}`);
  });

  it("says on the same port whether the process lives and what it lacks, whatever its roles", async () => {
    const alive = await ask("/api/health");
    expect([alive.status, await alive.json()]).toEqual([200, { status: "alive" }]);
    const ready = await ask("/api/ready");
    expect([ready.status, await ready.json()]).toEqual([200, { status: "ready" }]);
    aggregatorRuns = false;
    const lacking = await ask("/api/ready");
    expect([lacking.status, await lacking.json()]).toEqual([503, { status: "not-ready", missing: ["aggregator"] }]);
    aggregatorRuns = true;
    expect((await ask("/api/ready", "POST")).status).toBe(404);
    expect((await ask("/api/v1/kpis")).status).toBe(404);
  });

  it("opens to the key alone, and without one is not there", async () => {
    expect((await metricsResponse(null, `Bearer ${key}`)).status).toBe(404);
    for (const sent of [null, "", "Bearer", "Bearer wrong", key, `Basic ${key}`])
      expect((await metricsResponse(key, sent)).status).toBe(401);
    const answer = await metricsResponse(key, `Bearer ${key}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(await answer.text()).toContain("bellwether_database_up 1");
  });

  it("counts at most a hundred sources, however many there are", async () => {
    await test.database.owner.query(`
      INSERT INTO warehouse.dim_source (source) SELECT 'urn:flood:' || n FROM generate_series(1, 300) n;
      INSERT INTO warehouse.watermark (source, partition, event_time, arrived_at, events)
      SELECT 'urn:flood:' || n, 0, now(), now(), 1 FROM generate_series(1, 300) n`);
    const series = (await scrape()).split("\n").filter((line) => line.startsWith("bellwether_source_lag_seconds{"));
    expect(series).toHaveLength(100);
    expect(series.some((line) => line.includes("urn:sis:demo"))).toBe(true);
  });
});
