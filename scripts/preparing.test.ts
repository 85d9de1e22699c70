import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "bellwether-preparing-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Prepares `root`, and writes down when it begins and when it ends. */
const prepare = `
  import { appendFileSync } from "node:fs";
  import { beginPreparing } from ${JSON.stringify(resolve("scripts/preparing.mjs"))};
  const [root] = process.argv.slice(1);
  const end = beginPreparing(root, () => undefined);
  appendFileSync(root + "/log", "begin\\n");
  await new Promise((resolve) => setTimeout(resolve, 150));
  appendFileSync(root + "/log", "end\\n");
  end();`;

const run = () =>
  new Promise<number | null>((done) => {
    spawn(process.execPath, ["--input-type=module", "-e", prepare, root], { stdio: "inherit" }).on("exit", done);
  });

it("lets one process after the other prepare a folder", async () => {
  expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0]);
  expect(readFileSync(join(root, "log"), "utf8")).toBe("begin\nend\n".repeat(3));
});

it("waits for nobody who was killed", async () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  mkdirSync(join(root, ".bellwether-preparing"));
  writeFileSync(join(root, ".bellwether-preparing", "pid"), String(pid));
  expect(await run()).toBe(0);
});
