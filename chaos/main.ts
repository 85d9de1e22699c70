import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findKafka } from "@/lib/event-log/kafka/testing/start-kafka";
import { root } from "@/lib/runtime/testing/product";
import { runChaos } from "./run";

const say = (line: string) => process.stderr.write(`chaos: ${line}\n`);

/** `npm run chaos -- [--seed N] [--turns N] [--kafka] [--kind KIND]...`; docs/OPERATIONS.md says what it does. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      turns: { type: "string", default: "20" },
      events: { type: "string", default: "400" },
      rate: { type: "string", default: "300" },
      kafka: { type: "boolean", default: false },
      kind: { type: "string", multiple: true },
    },
  });
  const kafka = findKafka();
  if (values.kafka && !kafka.found) throw new Error(`There is no Kafka: ${kafka.found ? "" : kafka.why}`);
  const broker = values.kafka && kafka.found ? await kafka.open() : null;
  const [seed, turns, events, rate] = [values.seed, values.turns, values.events, values.rate].map(Number);
  if (seed === undefined || turns === undefined || events === undefined || rate === undefined) return 1;
  say(`seed ${seed}: ${turns} turns, ${events} events each, ${rate} a second`);
  const began = new Date();
  try {
    const report = await runChaos({ seed, turns, events, rate, broker, kinds: values.kind ?? null, say });
    const folder = join(root, "chaos", "results");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${began.toISOString().slice(0, 19).replaceAll(":", "")}-${seed}.json`);
    const machine = { processors: cpus().length, memoryBytes: totalmem(), node: process.version };
    writeFileSync(
      file,
      `${JSON.stringify({ began, ended: new Date(), machine, log: broker === null ? "postgres" : "kafka", ...report }, null, 2)}\n`,
    );
    say(
      `${report.turns.length} turns, ${report.acknowledged} events acknowledged, ${report.repeated} requests repeated, ${report.drops} lines lost, ${report.findings.length} findings; written to ${file}`,
    );
    if (report.findings.length > 0) say(`again: npm run chaos -- --seed ${seed} --turns ${turns}${broker === null ? "" : " --kafka"}`);
    return report.findings.length === 0 ? 0 : 1;
  } finally {
    await broker?.remove();
  }
}

process.exit(await main());
