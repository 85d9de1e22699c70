import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { root } from "@/lib/runtime/testing/product";
import { measureBoot } from "./boot";
import { measureDrain } from "./drain";
import { type Figure, isReached, tableOf } from "./figures";
import { measureFlink } from "./flink";
import { measureGuard } from "./guard";
import { measureIngest } from "./ingest";
import { measureKafka } from "./kafka";
import { measureLatency } from "./latency";
import { measureMemory } from "./memory";
import { measureInteractions } from "./pages/interactions";
import { measureLiveDay } from "./pages/live-day";
import { measurePages } from "./pages/measure-pages";
import { removePlaces } from "./place";
import { measureReads } from "./reads";
import { measureRecovery } from "./recovery";
import { measureReleases } from "./releases";
import { measureReport } from "./report";
import type { Measurement } from "./run";
import { measureViewers } from "./viewers";

/**
 * Measures the product as it is run: the built server as a process of its own on a fresh data directory and
 * the embedded database with its ordinary settings, spoken to over HTTP, the live socket or a browser only. Where the
 * database is read beside that, it is to see how far the aggregator came. Load generator, server and
 * database share this machine, whose processors are noted with the figures.
 *
 * - Nothing is tuned for the benchmark, and nothing is left out: keys, scope, row-level security, durability. But for
 *   how often one key may ask, which one reader after the other would reach.
 * - Events are made before the clock starts; a load that is not accepted as a whole ends the run.
 * - Warm-ups are said where they are; percentiles are by nearest rank over single events or requests.
 * - Offered load is open-loop, and waiting counts from when an event was due, not from when it could be sent.
 * - One run on a machine that does other things as well says little: repeat it, and compare like with like.
 *
 * What each section does is said at its measurement. docs/PERFORMANCE.md has the figures.
 */
const measurements: Readonly<Record<string, Measurement>> = {
  boot: measureBoot,
  ingest: measureIngest,
  drain: measureDrain,
  kafka: measureKafka,
  flink: measureFlink,
  latency: measureLatency,
  viewers: measureViewers,
  reads: measureReads,
  guard: measureGuard,
  releases: measureReleases,
  memory: measureMemory,
  pages: measurePages,
  interactions: measureInteractions,
  live: measureLiveDay,
  report: measureReport,
  recovery: measureRecovery,
};
/** Below this a campus of ten terms would have no sections. */
const fewestFacts = 1_000_000;
const say = (line: string) => process.stderr.write(`bench: ${line}\n`);

async function main(asked: readonly string[]): Promise<number> {
  const options = { quick: { type: "boolean", default: false }, facts: { type: "string" } } as const;
  const { values, positionals: named } = parseArgs({ args: [...asked], options, allowPositionals: true });
  const quick = values.quick;
  const facts = z.coerce
    .number()
    .int()
    .min(fewestFacts)
    .nullable()
    .parse(values.facts ?? null);
  const unknown = named.filter((word) => !Object.hasOwn(measurements, word));
  if (unknown.length > 0) {
    say(`there is no section ${unknown.join(", ")}; there are ${Object.keys(measurements).join(" ")}, --quick and --facts.`);
    return 1;
  }
  const startedAt = new Date();
  const busyBefore = loadavg()[0] ?? 0;
  if (busyBefore > 0.5) say(`this machine is busy (load ${busyBefore.toFixed(1)}): the figures will be worse than the product.`);
  const figures: Figure[] = [];
  for (const [section, measure] of Object.entries(measurements)) {
    if (named.length > 0 && !named.includes(section)) continue;
    say(`== ${section}`);
    figures.push(...(await measure({ quick, facts, say })));
  }
  process.stdout.write(`${tableOf(figures)}\n`);
  const folder = join(root, "bench", "results");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${startedAt.toISOString().slice(0, 19).replaceAll(":", "")}.json`);
  const machine = { processors: cpus().length, model: cpus()[0]?.model ?? "", memoryBytes: totalmem(), node: process.version, busyBefore };
  const measured = figures.map((figure) => ({ ...figure, reached: isReached(figure) }));
  writeFileSync(file, `${JSON.stringify({ startedAt, quick, machine, figures: measured }, null, 2)}\n`);
  say(`written to ${file}`);
  return 0;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void removePlaces().finally(() => process.exit(130)));
process.exit(await main(process.argv.slice(2)));
