import { fetchJars } from "./fetching-jars.mjs";

const version = "2.2.1";
const log4j = "2.24.3";
const flink = [
  "clients",
  "rpc-akka-loader",
  "table-api-java-bridge",
  "table-planner-loader",
  "table-runtime",
  "sql-gateway",
  "json",
  "connector-files",
];

/**
 * The cluster that tests start (lib/aggregator/flink/testing/flink-jars.ts), 136 MB. Central has no flink-dist: it is those
 * modules in one, which are taken one by one.
 */
fetchJars({
  name: "Flink",
  folder: `flink-${version}`,
  artifacts: [
    ...flink.map((module) => `org.apache.flink:flink-${module}:${version}`),
    "org.apache.flink:flink-sql-connector-kafka:5.0.0-2.2",
    ...["core", "slf4j-impl"].map((module) => `org.apache.logging.log4j:log4j-${module}:${log4j}`),
  ],
  tests: "tests of the cells by Flink",
  patience: 240_000,
});
