import type { KeyObject } from "node:crypto";
import type { Database } from "@/lib/platform/database";
import type { EventLogConfig } from "@/lib/platform/event-log-config";
import type { Tracer } from "@/lib/platform/tracing/tracer";
import type { LogWriter, OpenReader } from "./event-log";
import { KafkaReader, type RefuseLate } from "./kafka/kafka-reader";
import { KafkaWriter } from "./kafka/kafka-writer";
import { Appender } from "./postgres/appender";
import { openPostgresReader } from "./postgres/postgres-reader";

type OnError = (error: unknown) => void;

type WriterOptions = { database: Database; identityKey: KeyObject; tracer: Tracer | null; onError: OnError };

export function openLogWriter(config: EventLogConfig, { database, identityKey, tracer, onError }: WriterOptions): LogWriter {
  return config.kind === "kafka" ? new KafkaWriter(database, identityKey, config, onError) : new Appender(database, identityKey, tracer);
}

export function logReaderOf(config: EventLogConfig, database: Database, refuseLate: RefuseLate): OpenReader {
  return config.kind === "kafka"
    ? (events) => Promise.resolve(new KafkaReader({ database, config, refuseLate }, events))
    : (events) => openPostgresReader(database, events);
}
