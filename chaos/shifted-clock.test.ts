import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "@/lib/platform/testing/temporary-folder";
import { root } from "@/lib/runtime/testing/product";

const hour = 3_600_000;
const script = `
  import { isMainThread, parentPort, Worker } from "node:worker_threads";
  if (isMainThread) {
    const clocks = [Date.now(), new Date().getTime(), Date.parse(Date()), new Date(5).getTime(), new Date() instanceof Date, performance.timeOrigin];
    console.log(JSON.stringify(clocks));
    new Worker(new URL(import.meta.url)).on("message", (said) => console.log(said));
  } else parentPort.postMessage(Date.now());`;

describe("a clock that is set", () => {
  it("is off in the process and its threads by what the file says, and in nothing else", () => {
    const folder = mkdtempSync(join(temporaryFolder(), "bellwether-clock-"));
    try {
      writeFileSync(join(folder, "clock"), String(-2 * hour));
      writeFileSync(join(folder, "clocks.mjs"), script);
      const ran = spawnSync(process.execPath, ["--import", join(root, "chaos", "shifted-clock.mjs"), join(folder, "clocks.mjs")], {
        env: { ...process.env, CHAOS_CLOCK: join(folder, "clock") },
        encoding: "utf8",
      });
      const [own = "", thread = ""] = ran.stdout.trim().split("\n");
      const [now, made, said, given, isDate, origin]: [number, number, number, number, boolean, number] = JSON.parse(own);
      for (const one of [now, made, said, Number(thread)]) expect(Math.abs(one - (Date.now() - 2 * hour))).toBeLessThan(30_000);
      expect([given, isDate]).toEqual([5, true]);
      expect(Math.abs(origin - Date.now())).toBeLessThan(30_000);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
