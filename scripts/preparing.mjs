import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Long enough for a machine that is busy to write a number into a folder that it made. */
const unsaidFor = 5_000;
const every = 200;
const clock = new Int32Array(new SharedArrayBuffer(4));

/**
 * Waits until no other process prepares this checkout: two that install or build at once would take away each other's files.
 * Returns how to end it. Whoever was killed holds up nobody. `say` is told once that it waits.
 */
export function beginPreparing(root, say) {
  const lock = join(root, ".bellwether-preparing");
  const holder = join(lock, "pid");
  let unsaid = 0;
  for (let told = false; ; told = true) {
    try {
      mkdirSync(lock);
      writeFileSync(holder, String(process.pid));
      return () => rmSync(lock, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const pid = readPid(holder);
    unsaid = pid === null ? unsaid + every : 0;
    if (pid === null ? unsaid > unsaidFor : !isAlive(pid)) rmSync(lock, { recursive: true, force: true });
    else if (!told) say("Another process prepares this folder. Waiting.");
    Atomics.wait(clock, 0, 0, every);
  }
}

/** Null until whoever made the folder has said who it is. */
function readPid(file) {
  try {
    return Number(readFileSync(file, "utf8")) || null;
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
