import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAggregator } from "@/lib/aggregator/run-aggregator";
import { Appender } from "@/lib/event-log/postgres/appender";
import { Ingest } from "@/lib/ingest/ingest";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { startTraceReceiver, type TraceReceiver } from "@/lib/platform/testing/trace-receiver";
import { Tracer } from "@/lib/platform/tracing/tracer";
import { Vault } from "@/lib/privacy/vault";
import { LiveProcess } from "../testing/live-process";

const event = (id: string, type: string, data: object) => ({
  specversion: "1.0",
  id,
  source: "urn:sis",
  type,
  time: "2026-03-09T09:00:00Z",
  data,
});
const campus = [
  event("t", "term.defined", { term: "t1", name: "T", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
  event("c", "course.defined", { course: "c1", title: "C", orgUnit: "u1" }),
  event("s", "section.defined", { section: "s1", course: "c1", term: "t1", instructors: [] }),
  event("m", "meeting.changed", { meeting: "m1", section: "s1", startsAt: "2026-03-09T09:00:00Z", status: "held" }),
];
const roll = event("roll-1", "attendance.recorded", { meeting: "m1", student: "20261234", status: "present" });
const steps = ["ingest", "append", "aggregate", "follow", "deliver"].map((name) => `bellwether ${name}`);

describe("traces from ingest to socket", () => {
  const test = useTestDatabase();
  let receiver: TraceReceiver;
  let web: LiveProcess;
  let vault: Vault;
  const stopping = new AbortController();
  const errors: unknown[] = [];
  const tracers: Tracer[] = [];
  let aggregator: Promise<void>;
  /** As many as there are threads: they share nothing but the key. */
  const open = () => {
    const tracer = new Tracer({ url: `${receiver.endpoint}/v1/traces`, headers: {}, every: 1 }, testVaultKey, (error) =>
      errors.push(error),
    );
    tracers.push(tracer);
    return tracer;
  };

  beforeAll(async () => {
    receiver = await startTraceReceiver();
    vault = await Vault.open(test.database, testVaultKey);
    const onError = (error: unknown) => errors.push(error);
    aggregator = runAggregator({ database: test.database, timeZone: "Asia/Seoul", tracer: open(), signal: stopping.signal, onError });
    web = await LiveProcess.open(test.database, { tracer: open(), onError });
  });
  afterAll(async () => {
    await web.close();
    stopping.abort();
    await aggregator;
    await receiver.stop();
  });

  it("an event's five steps are one trace, each within the one before, with numbers only: no person is named (PII-1)", async () => {
    const ingest = new Ingest(test.database, vault, new Appender(test.database, vault.identityKey, open()));
    await ingest.submit(campus);
    const waiting = () => test.database.owner.query("SELECT sum(events)::int AS events FROM log.backlog");
    await expect.poll(async () => (await waiting()).rows, { timeout: 20_000 }).toEqual([{ events: 0 }]);
    const viewer = await web.connect(await web.signIn("admin", { kind: "institution" }));
    const view = { kpi: "attendance-rate", term: "t1" } as const;
    viewer.views.follow(view, "en");
    await viewer.until(() => viewer.shown(view) !== undefined);
    await ingest.submit([roll]);
    await viewer.until(() => viewer.shown(view)?.value === 1);
    await expect
      .poll(
        async () => {
          for (const tracer of tracers) await tracer.stop(); // sends what waits
          const ended = receiver.spans.filter(({ name }) => name === "bellwether deliver").map(({ traceId }) => traceId);
          return ended
            .map((id) => receiver.spans.filter(({ traceId }) => traceId === id).map(({ name }) => name))
            .some((names) => steps.every((one) => names.includes(one)));
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    const last = receiver.spans.findLast(({ name }) => name === "bellwether deliver");
    const trace = steps.map((name) => receiver.spans.find((span) => span.traceId === last?.traceId && span.name === name));
    for (const [index, span] of trace.entries()) expect(span?.parentSpanId, span?.name).toBe(trace[index - 1]?.spanId);
    const [first, second] = trace;
    const took = BigInt(last?.endTimeUnixNano ?? 0) - BigInt(first?.startTimeUnixNano ?? 0);
    expect(took).toBeGreaterThan(0n);
    expect(took).toBeLessThan(60_000_000_000n);
    expect(BigInt(second?.startTimeUnixNano ?? 0)).toBeGreaterThanOrEqual(BigInt(first?.startTimeUnixNano ?? 0));

    const said = receiver.bodies.join("\n");
    const person = String(await vault.personOf("20261234"));
    for (const secret of ["20261234", person, "roll-1", "urn:sis", "m1", "s1", "t1"]) expect(said).not.toContain(`"${secret}"`);
    const keys = new Set(receiver.spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)));
    expect([...keys].sort()).toEqual([
      "bellwether.events",
      "bellwether.live.watchers",
      "bellwether.log.offset",
      "bellwether.log.partition",
    ]);
    expect(errors).toEqual([]);
  });
});
