type Client = typeof import("@platformatic/kafka");

let loaded: Promise<Client> | null = null;

/** Kafka's client, read when it is needed first: where the log is in Postgres nobody waits for it, nor keeps it in memory. */
export function kafkaClient(): Promise<Client> {
  loaded ??= import("@platformatic/kafka");
  return loaded;
}
