import { refuseSettings, type SettingProblem } from "./config-problems";
import { BellwetherError } from "./errors";
import type { EventLogConfig, KafkaConfig } from "./event-log-config";

/** Who computes cells: batches of the aggregator, or Flink's job over the topics. */
export type CellEngineConfig =
  | { kind: "embedded" }
  | {
      kind: "flink";
      log: KafkaConfig;
      /** Flink's SQL gateway, which the command line talks to; null: not told here. */
      gateway: string | null;
      /** Where savepoints go, as Flink's machines see it. */
      savepoints: string | null;
      /** The same for checkpoints, from which a job that was lost goes on. */
      checkpoints: string | null;
      parallelism: number;
    };

type CellSettings = {
  CELL_ENGINE: "embedded" | "flink";
  FLINK_GATEWAY_URL?: string | undefined;
  FLINK_SAVEPOINTS?: string | undefined;
  FLINK_CHECKPOINTS?: string | undefined;
  FLINK_PARALLELISM: number;
};

export function cellEngineOf(settings: CellSettings, log: EventLogConfig): CellEngineConfig {
  const { CELL_ENGINE: kind, FLINK_PARALLELISM: parallelism, ...addresses } = settings;
  const { FLINK_GATEWAY_URL: gateway, FLINK_SAVEPOINTS: savepoints, FLINK_CHECKPOINTS: checkpoints } = addresses;
  if (kind === "embedded") {
    const given: SettingProblem[] = Object.entries({
      FLINK_GATEWAY_URL: gateway,
      FLINK_SAVEPOINTS: savepoints,
      FLINK_CHECKPOINTS: checkpoints,
    })
      .filter(([, value]) => value !== undefined)
      .map(([variable]) => ({ variable, message: "has a meaning with CELL_ENGINE=flink alone" }));
    refuseSettings(given);
    return { kind };
  }
  if (log.kind !== "kafka") {
    const errors = [{ variable: "CELL_ENGINE", message: "flink reads Kafka's topics, and needs EVENT_LOG=kafka" }];
    throw new BellwetherError("config-invalid", `CELL_ENGINE: ${errors[0]?.message}`, { errors });
  }
  if (log.access.tls !== null) {
    refuseSettings([{ variable: "KAFKA_TLS", message: "must be off with CELL_ENGINE=flink: its job speaks to brokers in the clear" }]);
  }
  return {
    kind,
    log,
    gateway: withoutSlash(gateway),
    savepoints: withoutSlash(savepoints),
    checkpoints: withoutSlash(checkpoints),
    parallelism,
  };
}

const withoutSlash = (address: string | undefined) => address?.replace(/\/$/, "") ?? null;
