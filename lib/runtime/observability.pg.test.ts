import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startTraceReceiver, type TraceReceiver } from "@/lib/platform/testing/trace-receiver";
import { makeKey, sendEvents } from "./testing/client";
import { makeDataDirectory, removeDataDirectory } from "./testing/data-directory";
import { freePort } from "./testing/product";
import { type RunningServer, startServer } from "./testing/start-server";

const roll = {
  specversion: "1.0",
  id: "1",
  source: "urn:test:traces",
  type: "attendance.recorded",
  time: "2026-03-09T09:00:00Z",
  data: { meeting: "m1", student: "20261234", status: "present" },
};
const targetSchema = z.object({ expr: z.string().min(1), legendFormat: z.string().optional() });
const dashboardSchema = z.object({
  title: z.string(),
  uid: z.string(),
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(targetSchema).default([]),
    }),
  ),
});

describe("the product watched from outside", () => {
  const data = makeDataDirectory();
  let receiver: TraceReceiver;
  let server: RunningServer;
  let metricsPort: number;
  beforeAll(async () => {
    receiver = await startTraceReceiver();
    metricsPort = await freePort();
    server = await startServer(data, {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20abc",
      OTEL_TRACES_SAMPLER_ARG: "1",
      METRICS_PORT: String(metricsPort),
    });
  }, 180_000);
  afterAll(async () => {
    await server.end("SIGTERM");
    await receiver.stop();
    await removeDataDirectory(data);
  });

  it("traces an event through its threads, by setting, and names nobody", async () => {
    const key = await makeKey(server, "--can", "events:write");
    await sendEvents(server, key, [roll]);
    const names = ["ingest", "append", "aggregate", "follow"].map((name) => `bellwether ${name}`);
    await expect.poll(() => new Set(receiver.spans.map(({ name }) => name)), { timeout: 20_000 }).toEqual(new Set(names));
    expect(new Set(receiver.spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(receiver.headers.every(({ authorization }) => authorization === "Bearer abc")).toBe(true);
    expect(receiver.bodies.join()).not.toMatch(/20261234|urn:test|m1/);
  });

  it("gives every metric that the Grafana dashboard asks for, and the dashboard shows every metric of ours", async () => {
    const dashboard = dashboardSchema.parse(JSON.parse(readFileSync("deploy/grafana/bellwether.json", "utf8")));
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const given = new Set(
      [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = "", type]) =>
        type === "histogram" ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
      ),
    );
    const asked = new Set(
      dashboard.panels
        .flatMap(({ targets }) => targets)
        .flatMap(({ expr }) => [...expr.matchAll(/\b(?:bellwether|process|nodejs)_\w+/g)].map(([name]) => name)),
    );
    expect([...asked].filter((name) => !given.has(name))).toEqual([]);
    const base = (name: string) => name.replace(/_(bucket|count|sum)$/, "");
    const shown = new Set([...asked].map(base));
    expect([...given].filter((name) => name.startsWith("bellwether_") && !shown.has(base(name)))).toEqual([]);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    // Nothing lies over something else, and all is within the 24 columns.
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)}/${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});
