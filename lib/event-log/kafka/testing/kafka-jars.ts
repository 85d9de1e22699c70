import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const version = "4.4.0";
/** Milliseconds that a first download may take: tests are skipped rather than held up. */
const downloadPatience = 60_000;

const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bellwether</groupId><artifactId>kafka-for-tests</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>
  </dependencies>
</project>
`;

export type Jars = { folder: string } | { missing: string };

/** Kafka as Maven Central has it, kept in the user's cache; or what there is not, in words. */
export function kafkaJars(): Jars {
  if (!runs("java", ["-version"])) return { missing: "there is no Java (a JDK 17)" };
  const cache = join(homedir(), ".cache", "bellwether");
  const folder = join(cache, `kafka-${version}`);
  if (existsSync(folder)) return { folder };
  if (!runs("mvn", ["--version"])) return { missing: "there is no Maven to fetch Kafka with" };
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(join(cache, "fetching-"));
  try {
    writeFileSync(join(made, "pom.xml"), project);
    const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";
    const fetched = spawnSync("mvn", ["-q", "-B", goal, `-DoutputDirectory=${join(made, "jars")}`, "-DincludeScope=runtime"], {
      cwd: made,
      timeout: downloadPatience,
      stdio: "ignore",
    });
    if (fetched.status !== 0) return { missing: "Kafka could not be fetched by Maven within a minute" };
    try {
      renameSync(join(made, "jars"), folder);
    } catch (error) {
      if (!existsSync(folder)) throw error; // another worker was faster, and its folder stands
    }
    return { folder };
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

export const classPath = (folder: string): string =>
  readdirSync(folder)
    .map((jar) => join(folder, jar))
    .join(":");

const runs = (command: string, args: string[]) => spawnSync(command, args, { stdio: "ignore" }).status === 0;
