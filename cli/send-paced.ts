import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Sender } from "./send-events";

type Timed = { time: string };

/** Characters that wait for a day's file before they are written. */
const mostWaiting = 256 * 1_024;
/** Milliseconds before an event is due that are not worth a pause. */
const early = 50;

/**
 * Sends events in the order of their time, as fast as that passed: `pace` is the data's milliseconds in a second.
 * Years of events are more than memory holds; they are sorted day by day, by way of files.
 */
export async function sendPaced(source: AsyncIterable<Timed>, sender: Pick<Sender, "add" | "flush">, pace: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bellwether-replay-"));
  try {
    const days = await sortIntoDays(source, folder);
    let first: number | null = null;
    const began = performance.now();
    for (const day of days) {
      for (const event of await readDay(folder, day)) {
        const time = Date.parse(event.time);
        first ??= time;
        const wait = ((time - first) / pace) * 1_000 - (performance.now() - began);
        if (wait > early) {
          await sender.flush();
          await pause(wait);
        }
        await sender.add(event);
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One file a day of UTC; returns the days in order. */
async function sortIntoDays(source: AsyncIterable<Timed>, folder: string): Promise<string[]> {
  const waiting = new Map<string, string>();
  const write = async (day: string) => {
    await appendFile(join(folder, day), waiting.get(day) ?? "");
    waiting.set(day, "");
  };
  for await (const event of source) {
    const day = event.time.slice(0, 10);
    const text = `${waiting.get(day) ?? ""}${JSON.stringify(event)}\n`;
    waiting.set(day, text);
    if (text.length > mostWaiting) await write(day);
  }
  const days = [...waiting.keys()].sort();
  for (const day of days) await write(day);
  return days;
}

async function readDay(folder: string, day: string): Promise<Timed[]> {
  const lines = (await readFile(join(folder, day), "utf8")).split("\n").filter((line) => line !== "");
  const events = lines.map((line): Timed => JSON.parse(line));
  return events.sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}
