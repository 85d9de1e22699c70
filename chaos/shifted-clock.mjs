import { readFileSync } from "node:fs";

/**
 * Loaded before a process of the product (`--import`), in each of its threads: its wall clock is off by as many milliseconds as the
 * file says that CHAOS_CLOCK names, from one moment to the next, as when somebody sets a clock. What measures spans
 * (performance.now, timers) runs on, as it does on a machine.
 */
const file = process.env.CHAOS_CLOCK ?? "";
const lookEvery = 100;
let shift = 0;

function look() {
  try {
    shift = Number(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error; // nobody has set it yet
  }
}

look();
setInterval(look, lookEvery).unref();

const True = Date;
const now = () => True.now() + shift;

globalThis.Date = new Proxy(True, {
  construct: (target, given, asked) => Reflect.construct(target, given.length === 0 ? [now()] : given, asked),
  apply: () => new True(now()).toString(),
  get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
});
True.prototype.constructor = globalThis.Date;
