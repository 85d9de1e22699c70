import { z } from "zod";
import { refuseSettings } from "./config-problems";
import { type KafkaAccessSettings, kafkaAccessOf, kafkaAccessSchema } from "./kafka-access";

/** Which log events go through. It is handed to threads, which read it anew. */
export const eventLogConfigSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("postgres") }),
  z.object({ kind: z.literal("kafka"), brokers: z.array(z.string()).min(1), topic: z.string(), access: kafkaAccessSchema }),
]);
export type EventLogConfig = z.infer<typeof eventLogConfigSchema>;
export type KafkaConfig = Extract<EventLogConfig, { kind: "kafka" }>;

/** `kafka-1:9092,kafka-2:9092` */
export function readBrokers(text: string, context: z.RefinementCtx): string[] {
  const brokers = text.split(",").map((broker) => broker.trim());
  const wrong = brokers.find((broker) => !isBroker(broker));
  if (wrong === undefined) return brokers;
  context.addIssue({ code: "custom", message: `must be host:port, joined by commas; found ${JSON.stringify(wrong)}` });
  return z.NEVER;
}

function isBroker(broker: string): boolean {
  const [, port] = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):(\d{1,5})$/.exec(broker) ?? [];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
}

type LogSettings = KafkaAccessSettings & {
  EVENT_LOG: "postgres" | "kafka";
  KAFKA_BROKERS?: string[] | undefined;
  KAFKA_TOPIC_PREFIX: string;
};

export function eventLogOf(settings: LogSettings): EventLogConfig {
  const { EVENT_LOG: kind, KAFKA_BROKERS: brokers, KAFKA_TOPIC_PREFIX: prefix } = settings;
  if (kind === "postgres") {
    const { KAFKA_TLS, KAFKA_CA_FILE, KAFKA_SASL, KAFKA_USERNAME, KAFKA_PASSWORD } = settings;
    const given = { KAFKA_BROKERS: brokers, KAFKA_TLS, KAFKA_CA_FILE, KAFKA_SASL, KAFKA_USERNAME, KAFKA_PASSWORD };
    refuseSettings(
      Object.entries(given)
        .filter(([, value]) => value !== undefined)
        .map(([variable]) => ({ variable, message: "has a meaning with EVENT_LOG=kafka alone" })),
    );
    return { kind };
  }
  if (brokers === undefined) {
    refuseSettings([{ variable: "KAFKA_BROKERS", message: "is required with EVENT_LOG=kafka: host:port, joined by commas" }]);
  }
  return { kind, brokers: brokers ?? [], topic: `${prefix}campus-events`, access: kafkaAccessOf(settings) };
}
