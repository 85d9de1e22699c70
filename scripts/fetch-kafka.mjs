import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.mjs";

const version = "4.4.0";
/** Where tests look for it (lib/event-log/kafka/testing/kafka-jars.ts): beside the packages, and gone with them. */
const cache = join(root, "node_modules", ".cache", "bellwether");
const folder = join(cache, `kafka-${version}`);
/** Milliseconds that a first download may take: tests are skipped rather than held up. */
const patience = 60_000;
const say = (line) => process.stderr.write(`bellwether: ${line}\n`);
const runs = (command, ...options) => spawnSync(command, options, { stdio: "ignore" }).status === 0;

const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bellwether</groupId><artifactId>kafka-for-tests</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>
  </dependencies>
</project>
`;

/** Fetches the broker that tests start, from Maven Central, where there is a JDK and Maven; tests that need it are skipped elsewhere. */
function fetchKafka() {
  if (existsSync(folder)) return;
  if (!runs("java", "-version") || !runs("mvn", "--version")) return say("No Java or no Maven: tests of the log in Kafka are skipped.");
  say("Fetching Kafka for tests (Maven).");
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(join(cache, "fetching-"));
  try {
    writeFileSync(join(made, "pom.xml"), project);
    const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";
    const options = ["-q", "-B", goal, `-DoutputDirectory=${join(made, "jars")}`, "-DincludeScope=runtime"];
    const fetched = spawnSync("mvn", options, { cwd: made, timeout: patience, stdio: "ignore" });
    if (fetched.status !== 0) return say("Kafka could not be fetched within a minute: tests of the log in Kafka are skipped.");
    if (!existsSync(folder)) renameSync(join(made, "jars"), folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

fetchKafka();
