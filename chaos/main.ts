import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findFlink } from "@/lib/aggregator/flink/testing/start-flink";
import { findKafka } from "@/lib/event-log/kafka/testing/start-kafka";
import { root } from "@/lib/runtime/testing/product";
import { runChaos } from "./run";

const say = (line: string) => process.stderr.write(`chaos: ${line}\n`);

/** `npm run chaos -- [--seed N] [--turns N] [--kafka] [--flink] [--kind KIND]...`; docs/OPERATIONS.md says what it does. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      turns: { type: "string", default: "20" },
      events: { type: "string", default: "400" },
      rate: { type: "string", default: "300" },
      kafka: { type: "boolean", default: false },
      flink: { type: "boolean", default: false },
      kind: { type: "string", multiple: true },
    },
  });
  const engine = values.flink ? " --flink" : values.kafka ? " --kafka" : "";
  const broker = values.kafka || values.flink ? await there("Kafka", findKafka()).open() : null;
  const flink = values.flink ? await there("Flink", findFlink()).open() : null;
  const [seed, turns, events, rate] = [values.seed, values.turns, values.events, values.rate].map(Number);
  if (seed === undefined || turns === undefined || events === undefined || rate === undefined) return 1;
  say(`seed ${seed}: ${turns} turns, ${events} events each, ${rate} a second`);
  const began = new Date();
  try {
    const report = await runChaos({ seed, turns, events, rate, broker, flink, kinds: values.kind ?? null, say });
    const folder = join(root, "chaos", "results");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${began.toISOString().slice(0, 19).replaceAll(":", "")}-${seed}.json`);
    const machine = { processors: cpus().length, memoryBytes: totalmem(), node: process.version };
    writeFileSync(
      file,
      `${JSON.stringify({ began, ended: new Date(), machine, log: broker === null ? "postgres" : "kafka", cells: flink === null ? "aggregator" : "flink", ...report }, null, 2)}\n`,
    );
    say(
      `${report.turns.length} turns, ${report.acknowledged} events acknowledged, ${report.repeated} requests repeated, ${report.drops} lines lost, ${report.findings.length} findings; written to ${file}`,
    );
    if (report.findings.length > 0) say(`again: npm run chaos -- --seed ${seed} --turns ${turns}${engine}`);
    return report.findings.length === 0 ? 0 : 1;
  } finally {
    await flink?.remove();
    await broker?.remove();
  }
}

/** Throws where it is not there, and says why. */
function there<T extends { found: true }>(name: string, one: T | { found: false; why: string }): T {
  if (!one.found) throw new Error(`There is no ${name}: ${one.why}`);
  return one;
}

process.exit(await main());
