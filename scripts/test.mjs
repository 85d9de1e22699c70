import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt, ensureInstalled, ensureNode, root } from "./prepare.mjs";

/** Everything in one go: types, lint, import direction, unit and Postgres tests, the browser. Ends with `N passed, N failed`. */
const began = performance.now();
ensureInstalled();
await ensureNode(fileURLToPath(import.meta.url), process.argv.slice(2));
const full = process.argv.includes("--full");
const bin = (name) => join(root, "node_modules", ".bin", name);
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...(full ? { BELLWETHER_TEST_FULL: "1" } : {}) };
let passed = 0;
let failed = 0;
/** How long the run has taken, so that who waits for it sees where the time goes. */
const soFar = () => `${Math.round((performance.now() - began) / 1_000)} s after the beginning`;

/** Begins a check; what it says is shown, and counted, when the returned function is called. */
function begin(name, command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], env });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => said.push(part));
  const ended = new Promise((resolve) => {
    child.on("error", (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.on("close", resolve);
  });
  return async () => {
    const code = await ended;
    process.stdout.write(`\n== ${name}\n`);
    process.stdout.write(Buffer.concat(said));
    if (code === 0) passed += 1;
    else failed += 1;
    process.stdout.write(`== ${name}: ${code === 0 ? "passed" : "FAILED"}, ${soFar()}\n`);
  };
}

function run(name, command, args) {
  process.stdout.write(`\n== ${name}, ${soFar()}\n`);
  return new Promise((resolve) => {
    spawn(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env }).on("exit", (code) => resolve(code ?? 1));
  });
}

const kafka = run("Kafka for tests", process.execPath, ["scripts/fetch-kafka.mjs"]);
const flink = full ? kafka.then(() => run("Flink for tests", process.execPath, ["scripts/fetch-flink.mjs"])) : kafka;
// Beside the build, which leaves a part of the machine idle.
const checks = [begin("lint", bin("biome"), ["check", "."]), begin("import direction", process.execPath, ["scripts/check-imports.mjs"])];
await ensureBuilt();
process.stdout.write(`\n== built, ${soFar()}\n`);
// After it, for it makes types of the pages; beside the end of what was begun.
checks.push(begin("types", bin("tsc"), ["--noEmit"]));
for (const told of checks) await told();
await flink;

const unitReport = join(root, "test-results", "unit.json");
rmSync(unitReport, { force: true });
const unit = await run("unit and Postgres tests", bin("vitest"), [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${unitReport}`,
]);
count(unitReport, unit, (report) => [
  report.numPassedTests,
  report.numFailedTests + (report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? 1 : 0),
]);

if (existsSync(join(root, "playwright.config.ts"))) {
  const browserReport = join(root, "test-results", "browser.json");
  rmSync(browserReport, { force: true });
  env.PLAYWRIGHT_JSON_OUTPUT_NAME = browserReport;
  const browser = await run("browser tests", bin("playwright"), ["test", "--reporter=list,json"]);
  count(browserReport, browser, (report) => [report.stats.expected + report.stats.flaky, report.stats.unexpected]);
}

function count(file, code, read) {
  if (!existsSync(file)) {
    failed += 1;
    return;
  }
  const [good, bad] = read(JSON.parse(readFileSync(file, "utf8")));
  passed += good;
  failed += bad;
  if (code !== 0 && bad === 0) failed += 1;
}

process.stdout.write(`\n== all, ${soFar()}\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
