import { setTimeout as pause } from "node:timers/promises";
import { readSetting } from "./job-control";

const setting = "heartbeat.timeout";
/** Flink's own, where its gateway does not say another. */
const usual = 50_000;
const units: Readonly<Record<string, number>> = { "": 1, ms: 1, s: 1_000, sec: 1_000, min: 60_000, m: 60_000 };

/**
 * Waits until no task of a job that its job manager forgot can be at work any more. Task managers that live hold on to them for as
 * long as they wait for a heartbeat, and what such a task still writes would stand over what the job that goes on wrote
 * already.
 */
export async function untilLostTasksEnd(gateway: string, say: (line: string) => void): Promise<void> {
  const wait = heartbeatTimeout(await readSetting(gateway, setting));
  say(`The job was lost. Waiting ${Math.ceil(wait / 1_000)} s (Flink's ${setting}) until no task of it can be at work any more.`);
  await pause(wait);
}

/** Milliseconds of what Flink's configuration says: `50000`, `50 s`, `1 min`. */
export function heartbeatTimeout(text: string | null): number {
  const [, amount, unit = ""] = /^(\d+)\s*([a-z]*)$/.exec(text?.trim() ?? "") ?? [];
  const factor = units[unit];
  return amount === undefined || factor === undefined ? usual : Number(amount) * factor;
}
