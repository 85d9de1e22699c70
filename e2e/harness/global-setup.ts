import { execFileSync } from "node:child_process";

/** The product is built once for all servers that tests start. */
export default function setUp(): void {
  if (Number(process.versions.node.split(".")[0]) < 24) throw new Error("Node 24 is needed: run `npm test`, or put it first in PATH.");
  execFileSync(process.execPath, ["--input-type=module", "-e", 'await (await import("./scripts/prepare.mjs")).ensureBuilt()'], {
    stdio: ["ignore", 2, 2],
  });
}
