import { randomUUID } from "node:crypto";
import { findFlink, type TestFlink } from "@/lib/aggregator/flink/testing/start-flink";
import { findKafka, type TestBroker } from "@/lib/event-log/kafka/testing/start-kafka";
import type { Figure } from "./figures";
import { measureFlinkDelay } from "./flink-delay";
import { measureFlinkDrain } from "./flink-drain";
import type { Measurement, Run } from "./run";

/** What cells by Flink are measured on. Each figure has topics of its own. */
export type FlinkPlace = {
  brokers: string;
  cluster: TestFlink;
  prefix: string;
  /** What the product is started with. */
  settings: Record<string, string>;
};

/** Megabytes: a drain keeps some hundred thousand events and what they are joined with. */
const heap = 3_072;

/** One broker and one task manager, which share the machine with all else. */
export const measureFlink: Measurement = async (run) => {
  const [kafka, flink] = [findKafka(), findFlink()];
  const why = [kafka, flink].flatMap((one) => (one.found ? [] : [one.why]));
  if (!kafka.found || !flink.found) {
    run.say(`flink: not measured, for ${why.join("; ")}`);
    return [];
  }
  const broker = await kafka.open();
  try {
    return [
      ...(await onCluster(run, broker, () => flink.open({ heap, optimized: true }), measureFlinkDelay)),
      ...(await onCluster(run, broker, () => flink.open({ heap, optimized: true }), measureFlinkDrain)),
    ];
  } finally {
    await broker.remove();
  }
};

async function onCluster(
  run: Run,
  { address: brokers }: TestBroker,
  open: () => Promise<TestFlink>,
  measure: (run: Run, place: FlinkPlace) => Promise<Figure[]>,
): Promise<Figure[]> {
  const cluster = await open();
  const prefix = `bench-${randomUUID()}.`;
  const settings = {
    EVENT_LOG: "kafka",
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC_PREFIX: prefix,
    CELL_ENGINE: "flink",
    FLINK_GATEWAY_URL: cluster.gateway,
    FLINK_SAVEPOINTS: `file://${cluster.folder}/savepoints`,
    FLINK_CHECKPOINTS: `file://${cluster.folder}/checkpoints`,
  };
  try {
    return await measure(run, { brokers, cluster, prefix, settings });
  } finally {
    await cluster.remove();
  }
}
