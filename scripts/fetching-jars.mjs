import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.mjs";

/** Where tests look for them: beside the packages, and gone with them. */
const cache = join(root, "node_modules", ".cache", "bellwether");
const say = (line) => process.stderr.write(`bellwether: ${line}\n`);
const runs = (command, ...options) => spawnSync(command, options, { stdio: "ignore" }).status === 0;

const projectOf = (artifacts) => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bellwether</groupId><artifactId>jars-for-tests</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
${artifacts
  .map((one) => one.split(":"))
  .map(
    ([group, artifact, version]) =>
      `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
  )
  .join("\n")}
  </dependencies>
</project>
`;

/**
 * Fetches what tests start as a Java program, from Maven Central, where there is a JDK and Maven; tests that need it are skipped
 * elsewhere. `artifacts`: group:artifact:version; what they need comes along. `patience`: milliseconds that a first download
 * may take, because tests are skipped rather than held up.
 */
export function fetchJars({ name, folder, artifacts, tests, patience }) {
  const target = join(cache, folder);
  if (existsSync(target)) return;
  if (!runs("java", "-version") || !runs("mvn", "--version")) return say(`No Java or no Maven: ${tests} are skipped.`);
  say(`Fetching ${name} for tests (Maven).`);
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(join(cache, "fetching-"));
  try {
    writeFileSync(join(made, "pom.xml"), projectOf(artifacts));
    const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";
    const options = ["-q", "-B", goal, `-DoutputDirectory=${join(made, "jars")}`, "-DincludeScope=runtime"];
    const fetched = spawnSync("mvn", options, { cwd: made, timeout: patience, stdio: "ignore" });
    if (fetched.status !== 0) return say(`${name} could not be fetched within ${patience / 60_000} minutes: ${tests} are skipped.`);
    if (!existsSync(target)) renameSync(join(made, "jars"), target);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
