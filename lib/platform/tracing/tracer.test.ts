import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "../config";
import { startTraceReceiver, type TraceReceiver } from "../testing/trace-receiver";
import { openTracer, type Places, type Step, Tracer } from "./tracer";

const key = Buffer.alloc(32, 7);
const step = (stage: Step["stage"]): Step => ({
  stage,
  start: 1_780_000_000_000.25,
  end: 1_780_000_000_001.5,
  attributes: { "bellwether.events": 3 },
});
const places = (first: number, past: number, partition = 0): Places[] => [{ partition, first: BigInt(first), past: BigInt(past) }];

describe("traces", () => {
  let receiver: TraceReceiver;
  const errors: unknown[] = [];
  const config = (every = 1) => ({ url: `${receiver.endpoint}/v1/traces`, headers: { authorization: "Bearer abc" }, every });
  const open = (every = 1, by = key) => new Tracer(config(every), by, (error) => errors.push(error));
  beforeEach(async () => {
    receiver = await startTraceReceiver();
    errors.length = 0;
  });
  afterEach(() => receiver.stop());

  it("are one for an event, whoever adds a step to it, and begin with its arrival", async () => {
    const [ingest, aggregator, web, other] = [open(), open(), open(), open(1, Buffer.alloc(32, 8))];
    ingest.step(places(5, 6), step("ingest"));
    ingest.step(places(5, 6), step("append"));
    aggregator.step(places(4, 7), step("aggregate"));
    for (const stage of ["follow", "deliver", "deliver"] as const) web.step(places(5, 6), step(stage));
    other.step(places(5, 6), step("ingest"));
    for (const tracer of [ingest, aggregator, web, other]) await tracer.stop();
    const traceId = receiver.spans.find(({ name }) => name === "bellwether append")?.traceId;
    const trace = receiver.spans.filter((span) => span.traceId === traceId);
    expect(trace.map(({ name }) => name).sort()).toEqual(
      ["ingest", "append", "aggregate", "follow", "deliver", "deliver"].map((name) => `bellwether ${name}`).sort(),
    );
    const byId = new Map(trace.map((span) => [span.spanId, span]));
    expect(byId.size).toBe(6);
    const parents = trace.map(({ name, parentSpanId }) => [name, parentSpanId === undefined ? null : byId.get(parentSpanId)?.name]);
    expect(Object.fromEntries(parents)).toEqual({
      "bellwether ingest": null,
      "bellwether append": "bellwether ingest",
      "bellwether aggregate": "bellwether append",
      "bellwether follow": "bellwether aggregate",
      "bellwether deliver": "bellwether follow",
    });
    // Another installation at the same collector has other traces of the same places.
    expect(receiver.spans.filter(({ name }) => name === "bellwether ingest")).toHaveLength(2);
    expect(trace.filter(({ name }) => name === "bellwether ingest")).toHaveLength(1);
    expect(trace[0]).toMatchObject({ startTimeUnixNano: "1780000000000250000", endTimeUnixNano: "1780000000001500000" });
    expect(receiver.headers[0]).toMatchObject({ authorization: "Bearer abc", "content-type": "application/json" });
    expect(errors).toEqual([]);
  });

  it("are of one place in so many, the same for every step, and of few where a step holds many", async () => {
    const [one, other] = [open(100), open(100)];
    one.step(places(1, 100), step("append"));
    for (let first = 0; first < 500; first += 50) other.step(places(first, first + 50, 3), step("append"));
    other.step([...places(0, 1_000_000), ...places(0, 1_000_000, 1)], step("aggregate"));
    for (const tracer of [one, other]) await tracer.stop();
    const offsetsOf = (name: string) =>
      receiver.spans
        .filter((span) => span.name === name)
        .map(({ attributes }) => attributes.find((one) => one.key === "bellwether.log.offset")?.value.intValue);
    expect(offsetsOf("bellwether append")).toEqual(["0", "100", "200", "300", "400"]);
    expect(offsetsOf("bellwether aggregate")).toHaveLength(8);
  });

  it("are dropped and told of once where the collector does not take them; what is traced goes on", async () => {
    receiver.status = 503;
    const tracer = open();
    for (let index = 0; index < 5_000; index += 1) tracer.step(places(index, index + 1), step("append"));
    await tracer.stop();
    await tracer.stop();
    expect(errors).toEqual([expect.objectContaining({ message: "Traces were not taken; 1416 spans were dropped so far." })]);
    receiver.status = 200;
    await tracer.stop();
    expect(receiver.spans).toHaveLength(512);
  });

  it("are off by default, and where settings are wrong the start says so without quoting a header", () => {
    const load = (more: Record<string, string>) => loadConfig({ NODE_ENV: "test", ...more }).tracing;
    expect(load({})).toBeNull();
    expect(openTracer(null, key, () => undefined)).toBeNull();
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318/" };
    expect(load(endpoint)).toEqual({ url: "http://127.0.0.1:4318/v1/traces", headers: {}, every: 100 });
    expect(load({ ...endpoint, OTEL_TRACES_SAMPLER_ARG: "0" })).toBeNull();
    expect(
      load({ ...endpoint, OTEL_TRACES_SAMPLER_ARG: "1", OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Bearer%20abc, x-tenant=a" }),
    ).toEqual({
      url: "http://127.0.0.1:4318/v1/traces",
      headers: { authorization: "Bearer abc", "x-tenant": "a" },
      every: 1,
    });
    expect(() => load({ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" })).toThrow("OTEL_EXPORTER_OTLP_ENDPOINT");
    expect(() => load({ OTEL_TRACES_SAMPLER_ARG: "2" })).toThrow("OTEL_TRACES_SAMPLER_ARG");
    const wrong = () => load({ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: "the-secret" });
    expect(wrong).toThrow("OTEL_EXPORTER_OTLP_HEADERS");
    expect(wrong).not.toThrow("the-secret");
  });
});
