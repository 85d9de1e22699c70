import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where scripts/fetch-flink.mjs puts it. */
const folder = join(process.cwd(), "node_modules", ".cache", "bellwether", "flink-2.2.1");

export type Jars = { folder: string } | { missing: string };

/** Flink as it was fetched before the tests; or what there is not, in words. */
export function flinkJars(): Jars {
  if (spawnSync("java", ["-version"], { stdio: "ignore" }).status !== 0) return { missing: "there is no Java (a JDK 17)" };
  return existsSync(folder)
    ? { folder }
    : { missing: "Flink was not fetched (node scripts/fetch-flink.mjs, as npm run test:full does; it takes Maven)" };
}
