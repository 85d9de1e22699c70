import { setTimeout as sleep } from "node:timers/promises";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { demoUser } from "@/lib/access/demo-users";
import { roles } from "@/lib/access/roles";
import { localDay } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/database";
import { prismaOf } from "@/lib/platform/prisma";
import { type Campus, makeCampus } from "@/lib/simulator/campus";
import { dayEvents, rosterEvents, type SentEvent } from "@/lib/simulator/events";
import { liveEvents } from "@/lib/simulator/live-events";
import type { DemoOptions } from "./demo-options";
import { seedOuladSlice } from "./oulad-slice";

const demoStudents = 1_200;
const seed = "bellwether-demo";
const beat = 1_000;
/** Beats from one round of what goes on at any hour to the next. */
const liveEvery = 3;
const chunk = 4_000;
const retryAfter = 5_000;
const demoTargets = { "attendance-rate": 0.92, "attendance-coverage": 0.98, "dropout-rate": 0.03, "course-withdrawal-rate": 0.05 };

/**
 * Seeds the demo once, in the background, and then keeps it alive. Every event has the id of what it is,
 * so that a seed that was cut off begins again and only what is missing is taken.
 */
export function runDemo(options: DemoOptions): { stop(): Promise<void> } {
  const abort = new AbortController();
  const done = keepRunning(options, abort.signal);
  return {
    async stop() {
      abort.abort();
      await done;
    },
  };
}

/** A submit that failed, or was told to come later, is no end: what was sent before is known then. */
async function keepRunning(options: DemoOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await run(options, signal).catch(options.onError);
    await pause(retryAfter, signal);
  }
}

async function run(options: DemoOptions, signal: AbortSignal): Promise<void> {
  const { database, vault, say, timeZone } = options;
  const demo = await readProgress(database, localDay(options.now(), timeZone));
  const campus = makeCampus(seed, demo.day, demoStudents);
  // Somebody of each role is there before they first sign in: reports can be sent to them.
  for (const role of roles) await demoUser(database, vault, role);
  if (demo.through === null) {
    await aimAtTargets(database);
    say("Seeding the demo: a simulated campus and a slice of real Open University data. Pages fill as it goes.");
    const began = performance.now();
    const simulated = await seedHistory(options, campus, demo.day, signal);
    const real = await seedOuladSlice(options, demo.day, signal);
    if (signal.aborted) return;
    demo.through = dayBefore(demo.day);
    await keepProgress(database, demo);
    say(`Seeded ${simulated} simulated and ${real} real events in ${Math.round((performance.now() - began) / 1_000)} s.`);
  }
  await keepAlive(options, campus, { day: demo.day, through: demo.through }, signal);
}

/** The day that the campus is made for, and the last day of which everything has been sent. */
const progressSchema = z.object({ day: z.iso.date(), through: z.iso.date().nullable() });
type Progress = z.infer<typeof progressSchema>;

async function readProgress(database: Database, today: string): Promise<Progress> {
  const first: Progress = { day: today, through: null };
  const kept = await prismaOf(database).setting.upsert({ where: { key: "demo" }, create: { key: "demo", value: first }, update: {} });
  return progressSchema.parse(kept.value);
}

async function keepProgress(database: Database, progress: Progress): Promise<void> {
  await prismaOf(database).setting.update({ where: { key: "demo" }, data: { value: progress, updatedAt: new Date() } });
}

/** The demo's institution aims at something, so that figures can be held against it. */
async function aimAtTargets(database: Database): Promise<void> {
  await database.owner.query(
    `INSERT INTO app.policy (version, valid_from, document)
     SELECT 2, '-infinity', document || jsonb_build_object('targets', $1::jsonb) FROM app.policy WHERE version = 1
     ON CONFLICT (version) DO NOTHING`,
    [JSON.stringify(demoTargets)],
  );
}

const dayBefore = (day: string) => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
const dayAfter = (day: string) => Temporal.PlainDate.from(day).add({ days: 1 }).toString();

async function submit(options: DemoOptions, events: readonly SentEvent[]): Promise<number> {
  for (let from = 0; from < events.length; from += chunk) {
    const answer = await options.ingest.submit(events.slice(from, from + chunk));
    if (answer.rejected > 0) throw new Error(`The demo's own events were rejected: ${JSON.stringify(answer.items.slice(0, 3))}`);
  }
  return events.length;
}

async function seedHistory(options: DemoOptions, campus: Campus, today: string, signal: AbortSignal): Promise<number> {
  let count = await submit(options, [...rosterEvents(campus, options.timeZone)]);
  let waiting: SentEvent[] = [];
  const first = Temporal.PlainDate.from(campus.terms[0]?.startsOn ?? today).subtract({ days: 7 });
  for (let day = first; day.toString() < today; day = day.add({ days: 1 })) {
    if (signal.aborted) return count;
    waiting.push(...dayEvents(campus, day, options.timeZone));
    if (waiting.length < chunk) continue;
    count += await submit(options, waiting);
    waiting = [];
  }
  return count + (await submit(options, waiting));
}

/** Sends what happens today as it happens, whole days that were slept through, and what goes on at any hour. */
async function keepAlive(options: DemoOptions, campus: Campus, from: { day: string; through: string }, signal: AbortSignal): Promise<void> {
  let { through } = from;
  let today = "";
  let events: SentEvent[] = [];
  let sent = 0;
  for (let turn = 0; !signal.aborted; turn += 1) {
    const now = options.now();
    const day = localDay(now, options.timeZone);
    if (day !== today) {
      for (let missed = dayAfter(through); missed < day && !signal.aborted; missed = dayAfter(missed)) {
        await submit(options, dayEvents(campus, Temporal.PlainDate.from(missed), options.timeZone));
        through = missed;
        await keepProgress(options.database, { day: from.day, through });
      }
      if (day !== from.day) await seedOuladSlice(options, from.day, signal);
      events = dayEvents(campus, Temporal.PlainDate.from(day), options.timeZone);
      sent = 0;
      today = day;
    }
    const due = events.findIndex((event) => Date.parse(event.recordedtime ?? event.time) > now.getTime());
    const end = due === -1 ? events.length : due;
    if (end > sent) await submit(options, events.slice(sent, end));
    sent = Math.max(sent, end);
    if (turn % liveEvery === 0)
      await submit(options, liveEvents(campus, Temporal.Instant.from(now.toISOString()), options.timeZone, events));
    await pause(beat, signal);
  }
}

/** Waits, and no longer than until it is told to stop. */
const pause = (milliseconds: number, signal: AbortSignal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined);
