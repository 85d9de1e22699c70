import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Where scripts/fetch-kafka.mjs puts it. */
const folder = join(process.cwd(), "node_modules", ".cache", "bellwether", "kafka-4.4.0");

export type Jars = { folder: string } | { missing: string };

/** Kafka as it was fetched before the tests; or what there is not, in words. */
export function kafkaJars(): Jars {
  if (spawnSync("java", ["-version"], { stdio: "ignore" }).status !== 0) return { missing: "there is no Java (a JDK 17)" };
  return existsSync(folder)
    ? { folder }
    : { missing: "Kafka was not fetched (node scripts/fetch-kafka.mjs, as npm test does; it takes Maven)" };
}

export const classPath = (jars: string): string =>
  readdirSync(jars)
    .map((jar) => join(jars, jar))
    .join(":");
