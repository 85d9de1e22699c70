import { existsSync } from "node:fs";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { type OuladEvent, ouladEvents } from "@/lib/sources/oulad/oulad-events";
import type { DemoOptions } from "./demo-options";

const chunk = 4_000;
/** So far into the presentation the demo's real part is: past its third assignment. */
const daysUnderWay = 140;

/** The last day that has been, all of it: its events are of noon and of one o'clock, UTC. */
const lastDay = (now: Date): string =>
  Temporal.Instant.from(now.toISOString()).subtract({ hours: 13 }).toZonedDateTimeISO("UTC").toPlainDate().toString();

/** The real part of the demo, up to now: a presentation of the Open University, laid so that it was under way on the demo's first day. */
export async function seedOuladSlice(options: DemoOptions, demoDay: string, signal: AbortSignal): Promise<number> {
  const directory = join(options.folder, "data", "oulad-slice");
  if (!existsSync(directory)) throw new Error(`The demo's data is missing: ${directory}`);
  const startOn = Temporal.PlainDate.from(demoDay).subtract({ days: daysUnderWay }).toString();
  const until = lastDay(options.now());
  let count = 0;
  let batch: OuladEvent[] = [];
  for await (const event of ouladEvents({ directory, presentation: "2013J", startOn, until })) {
    if (signal.aborted) return count;
    batch.push(event);
    if (batch.length < chunk) continue;
    count += (await options.ingest.submit(batch)).accepted;
    batch = [];
  }
  count += (await options.ingest.submit(batch)).accepted;
  return count;
}
