import { spawnSync } from "node:child_process";
import { root } from "./prepare.mjs";

/**
 * Asks the registry for known weaknesses of what is installed for use: `npm run audit:dependencies`. Ends with 0 where
 * there is none that is high or critical, with 1 where there is, and with 2 where nobody could be asked: no news is
 * no good news.
 */
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const done = spawnSync(npm, ["audit", "--omit=dev", "--json"], { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
const say = (line) => process.stdout.write(`${line}\n`);

function reportOf(text) {
  try {
    const report = JSON.parse(text);
    return typeof report.metadata?.vulnerabilities === "object" ? report : null;
  } catch {
    return null; // npm said something else, which is told below
  }
}

const report = reportOf(done.stdout ?? "");
if (report === null) {
  say("NOT CHECKED: the registry gave no answer about known weaknesses.");
  say(`${done.stdout ?? ""}${done.stderr ?? ""}${done.error ?? ""}`.trim().slice(0, 1_000));
  process.exit(2);
}
const { vulnerabilities } = report.metadata;
for (const [name, found] of Object.entries(report.vulnerabilities)) say(`${found.severity}: ${name} ${found.range}`);
const grave = vulnerabilities.high + vulnerabilities.critical;
say(`CHECKED: ${report.metadata.dependencies?.prod ?? "all"} packages; known weaknesses: ${JSON.stringify(vulnerabilities)}`);
process.exit(grave === 0 ? 0 : 1);
