import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isRunning } from "./process-state";

const look = 100;

/** Runs alone among the processes that start on this data directory; the lock of one that died is removed. */
export async function withStartLock<T>(dataDirectory: string, say: (line: string) => void, run: () => Promise<T>): Promise<T> {
  const path = join(dataDirectory, "starting.lock");
  const own = `${path}.${process.pid}`;
  await writeFile(own, String(process.pid));
  try {
    let told = false;
    while (!(await takes(own, path))) {
      if (!told) say("Another process is starting on this data; waiting for it.");
      told = true;
      await pause(look);
    }
    return await run().finally(() => rm(path, { force: true }));
  } finally {
    await rm(own, { force: true });
  }
}

/** A hard link is made as a whole: the lock is never seen without its owner's process id. */
async function takes(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch {
    const owner = Number(await readFile(path, "utf8").catch(() => ""));
    // A process id comes again, in a container each time: a lock of our own id that we do not hold is of one that died.
    if (owner > 0 && (owner === process.pid || !isRunning(owner))) await rm(path, { force: true });
    return false;
  }
}
