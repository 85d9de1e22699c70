import { readFileSync } from "node:fs";

/** Ticks of Linux's own clock of processes a second, on every system that Node runs on. */
const ticksPerSecond = 100;

/**
 * Processor time that these processes and their children that ended have taken, in seconds. Linux only: throws elsewhere.
 * A process that is no more counts nothing; what it took is with its parent.
 */
export function processorSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + ticksOf(pid), 0) / ticksPerSecond;
}

function ticksOf(pid: number): number {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch (cause) {
    if (process.platform !== "linux") throw new Error("Processor time is read from /proc.", { cause });
    return 0;
  }
  // After the name, which may hold anything but is followed by the last bracket: fields 14 to 17 of proc_pid_stat(5).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}
