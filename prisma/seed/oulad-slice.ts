import { existsSync } from "node:fs";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { localDay } from "@/lib/platform/clock";
import { type OuladEvent, ouladEvents } from "@/lib/sources/oulad/oulad-events";
import type { DemoOptions } from "./demo-options";

const chunk = 4_000;
/** So far into the presentation the demo's real part is: past its third assignment. */
const daysUnderWay = 140;

/** The real part of the demo: a presentation of the Open University, laid so that it is under way today. */
export async function seedOuladSlice(options: DemoOptions, signal: AbortSignal): Promise<number> {
  const directory = join(options.folder, "data", "oulad-slice");
  if (!existsSync(directory)) throw new Error(`The demo's data is missing: ${directory}`);
  const today = localDay(options.now(), options.timeZone);
  const startOn = Temporal.PlainDate.from(today).subtract({ days: daysUnderWay }).toString();
  let count = 0;
  let batch: OuladEvent[] = [];
  for await (const event of ouladEvents({ directory, presentation: "2013J", startOn, until: today })) {
    if (signal.aborted) return count;
    batch.push(event);
    if (batch.length < chunk) continue;
    count += (await options.ingest.submit(batch)).accepted;
    batch = [];
  }
  count += (await options.ingest.submit(batch)).accepted;
  return count;
}
