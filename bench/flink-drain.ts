import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { compileJob, type FlinkJob } from "@/lib/aggregator/flink/compile-job";
import { stopJob, submitJob } from "@/lib/aggregator/flink/job-control";
import { type FlinkTopics, flinkTopicsOf } from "@/lib/aggregator/flink/topics";
import { ensureUpsertTopic } from "@/lib/event-log/kafka/topic";
import { mixedLoad, rosterSize } from "./campus";
import { cellsByHand } from "./cells-by-hand";
import { atLeast, atMost, type Figure } from "./figures";
import type { FlinkPlace } from "./flink";
import { prepareLoad, sendRoster } from "./load";
import { withPlace } from "./place";
import { type ReadCells, readCells, type Totals } from "./read-cells";
import type { Run } from "./run";

const parallelism = 2;
const kinds = ["compiled", "by hand"] as const;
type Kind = (typeof kinds)[number];
/** The first turn has a Java that has compiled nothing yet. */
const warmUp: Kind = "compiled";

/**
 * Events a second that the compiled job takes off a backlog into cells, and a job of plain Flink SQL that was written for the same
 * cells (bench/sql/cells-by-hand.sql): the same topics, settings and cluster, one after the other in turns, after one that is
 * left out. Counted by the brokers' records from a job's first cell to its last; both must come to the same cells.
 */
export async function measureFlinkDrain(run: Run, flink: FlinkPlace): Promise<Figure[]> {
  const events = run.quick ? 60_000 : 400_000;
  await fillTopics(flink, events);
  const { marks, activity } = mixedLoad(events);
  const { students, enrollments, meetings } = rosterSize;
  const totals: Totals = { attendance: marks, activity, meeting: meetings, enrollment: enrollments, registration: students };
  const turns: readonly Kind[] = run.quick ? ["by hand", "compiled"] : ["by hand", "compiled", "compiled", "by hand"];
  const took: Record<Kind, Took[]> = { compiled: [], "by hand": [] };
  const cells: ReadCells["cells"][] = [];
  for (const [turn, kind] of [warmUp, ...turns].entries()) {
    const before = await processorSeconds(flink);
    const read = await drainOnce(flink, kind, turn, totals);
    const one = { seconds: (read.last - read.first) / 1_000, processor: (await processorSeconds(flink)) - before };
    const figures = `${read.records} records in ${one.seconds.toFixed(1)} s, ${one.processor.toFixed(1)} s of processors`;
    run.say(`flink: ${kind}: ${read.cells.size} cells, ${figures}${turn === 0 ? " (left out)" : ""}`);
    cells.push(read.cells);
    if (turn > 0) took[kind].push(one);
  }
  requireSame(cells);
  const taken = events + rosterSize.events;
  const note = `${taken} events waiting, parallelism ${parallelism}`;
  const rate = (kind: Kind) => (taken * took[kind].length) / sumOf(took[kind], "seconds");
  const figures = kinds.map((kind) => ({
    section: "flink",
    name: `drained, ${kind}`,
    value: rate(kind),
    unit: "events/s",
    target: null,
    note,
  }));
  return [
    ...figures,
    {
      section: "flink",
      name: "compiled to by hand, events/s",
      value: rate("compiled") / rate("by hand"),
      unit: "times",
      target: atLeast(0.8),
      note: `${turns.length} turns, one process`,
    },
    {
      section: "flink",
      name: "compiled to by hand, processor time",
      value: sumOf(took.compiled, "processor") / sumOf(took["by hand"], "processor"),
      unit: "times",
      target: atMost(1.25),
      note: "of the task manager, start and stop of the job in it",
    },
  ];
}

type Took = { seconds: number; processor: number };
const sumOf = (all: readonly Took[], name: keyof Took) => all.reduce((sum, one) => sum + one[name], 0);

const managersSchema = z.object({ taskmanagers: z.array(z.object({ id: z.string() })) });
const metricsSchema = z.array(z.object({ id: z.string(), value: z.coerce.number() }));

/** Milliseconds after which a metric that was asked for is there: the answer is what the question before had asked for. */
const metricsWithin = 2_000;

/** What the task managers' Java took of processors so far. */
async function processorSeconds({ cluster }: FlinkPlace): Promise<number> {
  await askProcessorSeconds(cluster);
  await pause(metricsWithin);
  return askProcessorSeconds(cluster);
}

async function askProcessorSeconds({ rest }: FlinkPlace["cluster"]): Promise<number> {
  const { taskmanagers } = managersSchema.parse(await (await fetch(`${rest}/taskmanagers`)).json());
  let nanoseconds = 0;
  for (const { id } of taskmanagers) {
    const metrics = await (await fetch(`${rest}/taskmanagers/${id}/metrics?get=Status.JVM.CPU.Time`)).json();
    for (const { value } of metricsSchema.parse(metrics)) nanoseconds += value;
  }
  return nanoseconds / 1e9;
}

/** The campus with its dimensions published, and events that wait; then nothing of the product runs any more. */
async function fillTopics({ settings }: FlinkPlace, events: number): Promise<void> {
  await withPlace(async (place) => {
    const first = await place.start(settings);
    const key = await place.makeKey("--can", "events:write");
    await sendRoster(place, first, key);
    const client = await place.connect();
    for (let waits = true; waits; await pause(100)) {
      const noted = await client.query("SELECT FROM log.dimension_change LIMIT 1");
      waits = noted.rowCount !== 0;
    }
    await client.end();
    await first.stop();
    const web = await place.start({ ...settings, BELLWETHER_ROLES: "web" });
    const plan = { url: web.url, key, what: "mixed" as const, from: 0, events, batch: 2_000, connections: 4, rate: null };
    await (await prepareLoad(plan)).run();
    await web.stop();
  });
}

async function drainOnce({ brokers, prefix, cluster }: FlinkPlace, kind: Kind, turn: number, totals: Totals): Promise<ReadCells> {
  const topics: FlinkTopics = {
    ...flinkTopicsOf({ brokers: [brokers], topic: `${prefix}campus-events` }),
    cells: `${prefix}cells-${turn}`,
  };
  await ensureUpsertTopic({ brokers: topics.brokers, topic: topics.cells });
  const compiled = compileJob({ topics, group: topics.cells, timeZone: "UTC", parallelism });
  const job: FlinkJob = kind === "compiled" ? compiled : { ...compiled, ...cellsByHand(topics) };
  const id = await submitJob(cluster.gateway, job, { checkpoints: `file://${cluster.folder}/checkpoints`, origin: null });
  const read = await readCells(topics, totals);
  await stopJob(cluster.gateway, id, `file://${cluster.folder}/savepoints`);
  return read;
}

function requireSame(all: readonly ReadCells["cells"][]): void {
  const [first = new Map<string, string>(), ...others] = all;
  for (const other of others) {
    const differing = [...first].find(([key, value]) => other.get(key) !== value);
    if (first.size !== other.size || differing !== undefined) {
      throw new Error(`The jobs came to different cells: ${first.size} and ${other.size}, such as ${differing?.join(" ")}.`);
    }
  }
}
