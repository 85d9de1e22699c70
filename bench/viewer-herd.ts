import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";
import { z } from "zod";
import { type HerdReport, herdPlanSchema, type Sight } from "./herd-plan";

/**
 * Many viewers in a process of their own, each a WebSocket that speaks as much of Socket.IO as it takes. All count their frames;
 * the first of each view reads them too, so that reading does not take the processor from the server.
 */
const plan = herdPlanSchema.parse(JSON.parse(process.argv[2] ?? ""));
const tell = (report: HerdReport) => process.send?.(report);
const wallClock = () => performance.timeOrigin + performance.now();
/** Lines that are opened at once. */
const abreast = 50;

const marksSchema = z.object({ measures: z.record(z.string(), z.unknown()).optional() });
const frameSchema = z.tuple([z.enum(["snapshot", "delta"]), z.object({ answer: marksSchema.optional(), head: marksSchema.optional() })]);

const frames = new Uint32Array(plan.viewers);
const sights: Sight[] = [];
let bytes = 0;
let lost = 0;
let waiting = plan.viewers;

/** The n-th viewer of a view is in another session than those before. */
function cookieOf(viewer: number): string {
  const view = viewer % plan.views.length;
  const sessions = plan.users[Math.floor((view * plan.users.length) / plan.views.length)] ?? [];
  return sessions[Math.floor(viewer / plan.users.length) % sessions.length] ?? "";
}

function open(viewer: number): Promise<void> {
  const view = viewer % plan.views.length;
  const reads = viewer < plan.views.length;
  const address = `${plan.url.replace("http", "ws")}/live/?EIO=4&transport=websocket`;
  const line = new WebSocket(address, { headers: { cookie: cookieOf(viewer) }, perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    let first = true;
    line.on("error", reject);
    line.on("close", () => (lost += 1));
    line.on("message", (data: Buffer) => {
      switch (String.fromCharCode(data[0] ?? 0, data[1] ?? 0)[0]) {
        case "0":
          line.send("40");
          return;
        case "2":
          line.send("3");
          return;
      }
      if (data[1] === 0x30) {
        line.send(`42${JSON.stringify(["subscribe", { id: "v", view: plan.views[view] }])}`);
        return;
      }
      const isFigures = data[4] === 0x73 || data[4] === 0x64; // snapshot or delta
      if (data[1] === 0x34) reject(new Error(data.toString()));
      if (!isFigures) return;
      frames[viewer] = (frames[viewer] ?? 0) + 1;
      bytes += data.length;
      if (reads) read(view, data);
      if (!first) return;
      first = false;
      waiting -= 1;
      resolve();
    });
  });
}

function read(view: number, data: Buffer): void {
  const [, { answer, head }] = frameSchema.parse(JSON.parse(data.toString("utf8", 2)));
  const measures = Object.values((answer ?? head)?.measures ?? {});
  const marks = measures.reduce<number>((sum, count) => sum + (typeof count === "number" ? count : 0), 0);
  sights.push({ view, marks, at: wallClock() });
}

let startedAt = wallClock();
process.on("message", (said) => {
  if (said === "start") {
    frames.fill(0);
    bytes = 0;
    startedAt = wallClock();
    return;
  }
  const fewest = frames.reduce((least, count) => Math.min(least, count), Number.POSITIVE_INFINITY);
  const all = frames.reduce((sum, count) => sum + count, 0);
  tell({ kind: "seen", sights, frames: all, fewest, bytes, seconds: (wallClock() - startedAt) / 1_000, lost });
});

const viewers = Array.from({ length: plan.viewers }, (_, viewer) => viewer).values();
await Promise.all(
  Array.from({ length: abreast }, async () => {
    for (const viewer of viewers) await open(viewer);
  }),
);
while (waiting > 0) await pause(50);
tell({ kind: "ready" });
