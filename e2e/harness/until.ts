import { setTimeout as pause } from "node:timers/promises";

const longest = 60_000;

/** Asks again until it holds. Outside of a test, where `expect.poll` is not at hand. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > longest) throw new Error(`Waited ${longest / 1_000} s in vain until ${what}.`);
    await pause(50);
  }
}
