import { arrivalDelays } from "./arrival-delays";
import { atMost, type Figure, percentile, type Target } from "./figures";
import { followMarks, type MarksViewer } from "./follow-marks";
import { gatherHerd, offerToHerd, viewsOfHerd } from "./herd";
import { prepareLoad, sendRoster } from "./load";
import { withPlace } from "./place";
import type { Measurement, Run } from "./run";
import { signIn } from "./sign-in";

/** A body is due every so many milliseconds: senders collect for a moment. */
const bodyEvery = 50;

/**
 * From when an event was due to be sent to the frame on the viewer's socket whose figures hold it, for each
 * event: a viewer with a session follows attendance by week, web and aggregator in one process. Every event
 * is one mark more, so that the k-th event has arrived when the view counts k marks more than at the start;
 * where bodies overtake each other, events are taken for each other, which leaves the mean as it is.
 */
export const measureLatency: Measurement = async (run) => [...(await measureOne(run)), ...(await measureMany(run))];

const measureOne: Measurement = async ({ quick, say }) =>
  withPlace(async (place) => {
    const server = await place.start({ BELLWETHER_DEMO: "on", BELLWETHER_ROLES: "web,aggregator" });
    const key = await place.makeKey("--can", "events:write");
    await sendRoster(place, server, key);
    const viewer = await followMarks(server.url, await signIn(server.url, "admin"));
    const figures: Figure[] = [];
    for (const { rate, targets } of [
      { rate: 1_000, targets: [null, null] },
      { rate: 5_000, targets: [atMost(300), atMost(1_000)] },
    ] satisfies { rate: number; targets: Targets }[]) {
      figures.push(
        ...(await delaysAt({ quick, say }, { section: "latency", url: server.url, key, viewer, rate, warmUp: quick ? 3 : 10, targets })),
      );
    }
    viewer.close();
    await server.stop();
    return figures;
  });

/** The same with 1,000 viewers of 500 views, one of each section: each mark is told by the view of its own section. */
const measureMany: Measurement = async ({ quick, say }) =>
  withPlace(async (place) => {
    const [rate, viewers] = [5_000, 1_000];
    const [warmUp, seconds] = quick ? [5, 10] : [10, 60];
    const server = await place.start({ BELLWETHER_ROLES: "web,aggregator" });
    const key = await place.makeKey("--can", "events:write");
    const before = await sendRoster(place, server, key);
    const herd = await gatherHerd(place, server, viewers);
    const load = { server, key, before, rate, warmUp, seconds, batch: (rate * bodyEvery) / 1_000, connections: 16 };
    const { seen, delays } = await offerToHerd(place, herd, load);
    await server.stop();
    const [p50, p99] = [percentile(delays, 0.5), percentile(delays, 0.99)];
    say(`latency at ${rate}/s, ${viewers} viewers of ${viewsOfHerd.length} views: p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms`);
    const where = `${rate} events/s, ${viewers} viewers of ${viewsOfHerd.length} views`;
    const note = `${delays.length} events, the first ${warmUp} s left out; ${Math.round(seen.frames / seen.seconds)} frames/s, ${seen.lost} lines lost`;
    return [
      { section: "latency", name: `p50 at ${where}`, value: p50, unit: "ms", target: null, note },
      { section: "latency", name: `p99 at ${where}`, value: p99, unit: "ms", target: atMost(500) },
    ];
  });

/** Of p50 and p99. */
type Targets = [Target | null, Target | null];

export type OfferedMarks = {
  section: string;
  url: string;
  key: string;
  viewer: MarksViewer;
  /** Marks a second. */
  rate: number;
  /** Seconds of it that are left out. */
  warmUp: number;
  targets: Targets;
};

/** Offers marks at a rate, open-loop. */
export async function delaysAt({ quick, say }: Pick<Run, "quick" | "say">, offered: OfferedMarks): Promise<Figure[]> {
  const { section, url, key, viewer, rate, warmUp, targets } = offered;
  const seconds = quick ? 10 : 60;
  const from = viewer.marks();
  const events = rate * (warmUp + seconds);
  const batch = (rate * bodyEvery) / 1_000;
  const load = await prepareLoad({ url, key, what: "marks", from, events, batch, connections: 16, rate });
  const { bodies } = await load.run();
  await viewer.untilMarks(from + events);
  const delays = arrivalDelays(bodies, viewer.seen, from, rate * warmUp);
  const [p50, p99] = [percentile(delays, 0.5), percentile(delays, 0.99)];
  say(`${section} at ${rate}/s: p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms, most ${Math.round(percentile(delays, 1))} ms`);
  const note = `${delays.length} events, the first ${warmUp} s left out`;
  return [
    { section, name: `event to socket, p50 at ${rate} events/s`, value: p50, unit: "ms", target: targets[0], note },
    { section, name: `event to socket, p99 at ${rate} events/s`, value: p99, unit: "ms", target: targets[1] },
  ];
}
