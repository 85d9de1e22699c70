import { setTimeout as pause } from "node:timers/promises";
import { progressOf } from "./backlog";
import { atLeast } from "./figures";
import { prepareLoad, sendRoster } from "./load";
import { withPlace } from "./place";
import type { Measurement } from "./run";

/**
 * Events a second that the aggregator takes off a backlog, nothing else running. The backlog is written by a
 * web process that is then stopped; an aggregator process is started and its offsets are read every 20 ms.
 * Counted from the first progress that is seen to the end, so that neither booting nor the first batch counts.
 */
export const measureDrain: Measurement = async ({ quick, say }) =>
  withPlace(async (place) => {
    const first = await place.start();
    const key = await place.makeKey("--can", "events:write");
    await sendRoster(place, first, key);
    await first.stop();

    const web = await place.start({ BELLWETHER_ROLES: "web" });
    const events = quick ? 150_000 : 500_000;
    const plan = { url: web.url, key, what: "mixed" as const, from: 0, events, batch: 2_000, connections: 4, rate: null };
    await (await prepareLoad(plan)).run();
    await web.stop();

    const aggregator = await place.start({ BELLWETHER_ROLES: "aggregator" });
    const client = await place.connect();
    let progress = await progressOf(client);
    const waiting = progress.appended - progress.processed;
    const before = progress.processed;
    while (progress.processed === before) {
      await pause(20);
      progress = await progressOf(client);
    }
    const began = progress;
    while (progress.processed < progress.appended) {
      await pause(20);
      progress = await progressOf(client);
    }
    await client.end();
    await aggregator.stop();
    const drained = progress.processed - began.processed;
    const seconds = (progress.at - began.at) / 1_000;
    say(`drain: ${waiting} waited; ${drained} of them in ${seconds.toFixed(2)} s`);
    const note = `${waiting} events waiting`;
    return [{ section: "drain", name: "aggregated", value: drained / seconds, unit: "events/s", target: atLeast(50_000), note }];
  });
