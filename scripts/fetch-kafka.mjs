import { fetchJars } from "./fetching-jars.mjs";

const version = "4.4.0";

/** The broker that tests start (lib/event-log/kafka/testing/kafka-jars.ts). */
fetchJars({
  name: "Kafka",
  folder: `kafka-${version}`,
  artifacts: [`org.apache.kafka:kafka_2.13:${version}`],
  tests: "tests of the log in Kafka",
  patience: 60_000,
});
