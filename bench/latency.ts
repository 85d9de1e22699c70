import { io, type Socket } from "socket.io-client";
import type { KpiAnswer } from "@/lib/kpis/answer";
import type { ClientFrames, ServerFrames } from "@/lib/live/protocol";
import { arrivalDelays, type Seen } from "./arrival-delays";
import { atMost, type Figure, percentile, type Target } from "./figures";
import { gatherHerd, offerToHerd, viewsOfHerd } from "./herd";
import { prepareLoad, sendRoster } from "./load";
import { marksOf } from "./marks-of";
import { withPlace } from "./place";
import type { Measurement } from "./run";
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
    const viewer = await follow(server.url, await signIn(server.url, "admin"));
    const figures: Figure[] = [];
    let from = 0;
    for (const { rate, targets } of [
      { rate: 1_000, targets: [null, null] },
      { rate: 5_000, targets: [atMost(300), atMost(1_000)] },
    ] satisfies { rate: number; targets: [Target | null, Target | null] }[]) {
      const [warmUp, seconds] = quick ? [3, 10] : [10, 60];
      const events = rate * (warmUp + seconds);
      const batch = (rate * bodyEvery) / 1_000;
      const load = await prepareLoad({ url: server.url, key, what: "marks", from, events, batch, connections: 16, rate });
      const { bodies } = await load.run();
      from += events;
      await viewer.untilMarks(from);
      const delays = arrivalDelays(bodies, viewer.seen, from - events, rate * warmUp);
      const [p50, p99] = [percentile(delays, 0.5), percentile(delays, 0.99)];
      say(`latency at ${rate}/s: p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms, most ${Math.round(percentile(delays, 1))} ms`);
      const note = `${delays.length} events, the first ${warmUp} s left out`;
      figures.push({ section: "latency", name: `p50 at ${rate} events/s`, value: p50, unit: "ms", target: targets[0] ?? null, note });
      figures.push({ section: "latency", name: `p99 at ${rate} events/s`, value: p99, unit: "ms", target: targets[1] ?? null });
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

type Viewer = { seen: readonly Seen[]; untilMarks(marks: number): Promise<void>; close(): void };

async function follow(url: string, cookie: string): Promise<Viewer> {
  const socket: Socket<ServerFrames, ClientFrames> = io(url, {
    path: "/live",
    transports: ["websocket"],
    reconnection: false,
    extraHeaders: { cookie },
  });
  const seen: Seen[] = [];
  let wake = () => {};
  let broken: Error | null = null;
  const fail = (why: string) => {
    broken = new Error(`The viewer's socket: ${why}`);
    wake();
  };
  const note = (answer: Pick<KpiAnswer, "measures">) => {
    seen.push({ at: performance.timeOrigin + performance.now(), marks: marksOf(answer) });
    wake();
  };
  socket.on("snapshot", ({ answer }) => note(answer));
  socket.on("delta", ({ head }) => note(head));
  for (const frame of ["closed", "stale"] as const) socket.on(frame, ({ problem }) => fail(problem.message));
  socket.on("goodbye", ({ message }) => fail(message));
  socket.on("disconnect", (reason) => fail(reason));
  socket.on("connect_error", ({ message }) => fail(message));
  socket.on("connect", () => socket.emit("subscribe", { id: "attendance", view: { kpi: "attendance-rate", groupBy: "week" } }));
  const untilMarks = async (marks: number) => {
    while ((seen.at(-1)?.marks ?? -1) < marks) {
      if (broken !== null) throw broken;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  await untilMarks(0);
  return { seen, untilMarks, close: () => void socket.off("disconnect").disconnect() };
}
