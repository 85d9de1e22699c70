import { Temporal } from "temporal-polyfill";
import { localDay } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/database";
import { type Campus, makeCampus } from "@/lib/simulator/campus";
import { dayEvents, rosterEvents, type SentEvent } from "@/lib/simulator/events";
import type { DemoOptions } from "./demo-options";
import { seedOuladSlice } from "./oulad-slice";

const demoStudents = 1_200;
const seed = "bellwether-demo";
/** In real time a demo day would stand still most of the hours: a day of the campus takes this long. */
const demoDayMilliseconds = 20 * 60_000;
const beat = 1_000;
const chunk = 4_000;

/**
 * Seeds the demo once, in the background, and then keeps it alive. Every event has the id of what it is,
 * so that a seed that was cut off begins again and only what is missing is taken.
 */
export function runDemo(options: DemoOptions): { stop(): Promise<void> } {
  const abort = new AbortController();
  const done = run(options, abort.signal).catch(options.onError);
  return {
    async stop() {
      abort.abort();
      await done;
    },
  };
}

async function run(options: DemoOptions, signal: AbortSignal): Promise<void> {
  const { database, say, timeZone } = options;
  const started = await demoStart(database, localDay(options.now(), timeZone), options.now());
  const campus = makeCampus(seed, started.day, demoStudents);
  if (!started.seeded) {
    say("Seeding the demo: a simulated campus and a slice of real Open University data. Pages fill as it goes.");
    const began = performance.now();
    const count = await seedHistory(options, campus, started.day, signal);
    if (signal.aborted) return;
    const real = await seedOuladSlice(options, signal);
    if (signal.aborted) return;
    await database.owner.query(`UPDATE app.setting SET value = value || '{"seeded": true}' WHERE key = 'demo'`);
    say(`Seeded ${count} simulated and ${real} real events in ${Math.round((performance.now() - began) / 1_000)} s.`);
  }
  await keepAlive(options, campus, started, signal);
}

type DemoStart = { day: string; at: string; seeded: boolean };

async function demoStart(database: Database, day: string, now: Date): Promise<DemoStart> {
  await database.owner.query("INSERT INTO app.setting (key, value) VALUES ('demo', $1) ON CONFLICT DO NOTHING", [
    JSON.stringify({ day, at: now.toISOString(), seeded: false }),
  ]);
  const kept = await database.owner.query<{ value: DemoStart }>("SELECT value FROM app.setting WHERE key = 'demo'");
  return kept.rows[0]?.value ?? { day, at: now.toISOString(), seeded: false };
}

async function seedHistory(options: DemoOptions, campus: Campus, today: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  let batch: SentEvent[] = [];
  const flush = async () => {
    const answer = await options.ingest.submit(batch);
    if (answer.rejected > 0) throw new Error(`The demo's own events were rejected: ${JSON.stringify(answer.items.slice(0, 3))}`);
    count += batch.length;
    batch = [];
  };
  const add = async (events: Iterable<SentEvent>) => {
    for (const one of events) batch.push(one);
    if (batch.length >= chunk) await flush();
  };
  await add(rosterEvents(campus, options.timeZone));
  const last = Temporal.PlainDate.from(today);
  for (
    let day = Temporal.PlainDate.from(campus.terms[0]?.startsOn ?? today).subtract({ days: 7 });
    Temporal.PlainDate.compare(day, last) < 0;
    day = day.add({ days: 1 })
  ) {
    if (signal.aborted) return count;
    await add(dayEvents(campus, day, options.timeZone));
  }
  await flush();
  return count;
}

/** Goes through today's events over and over the clock: each campus day is spread over some minutes. */
async function keepAlive(options: DemoOptions, campus: Campus, started: DemoStart, signal: AbortSignal): Promise<void> {
  const begins = Date.parse(started.at);
  const firstDay = Temporal.PlainDate.from(started.day);
  const lastDay = Temporal.PlainDate.from(campus.terms.at(-1)?.endsOn ?? started.day);
  let sentDay = -1;
  let events: SentEvent[] = [];
  let sent = 0;
  while (!signal.aborted) {
    const elapsed = Math.max(0, options.now().getTime() - begins);
    // One campus day for each real day, its events spread over the demo day again and again until told.
    const day = Math.floor(elapsed / 86_400_000);
    const share = Math.min(1, (elapsed % 86_400_000) / demoDayMilliseconds / 4);
    const date = firstDay.add({ days: day });
    if (Temporal.PlainDate.compare(date, lastDay) <= 0) {
      if (day !== sentDay) {
        events = dayEvents(campus, nextSchoolDay(date), options.timeZone);
        sent = 0;
        sentDay = day;
      }
      const due = Math.floor(events.length * share);
      if (due > sent) {
        await options.ingest.submit(events.slice(sent, due));
        sent = due;
      }
    }
    await pause(beat, signal);
  }
}

const nextSchoolDay = (date: Temporal.PlainDate) => (date.dayOfWeek > 5 ? date.subtract({ days: date.dayOfWeek - 5 }) : date);

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
