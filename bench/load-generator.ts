import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { markEvent, mixedEvent, rosterEvents } from "./campus";
import { type LoadResult, loadPlanSchema, type Report } from "./load-plan";

/**
 * The load, in a process of its own. Bodies are made before the clock starts, so that what is measured is
 * not the making of events. With a rate the load is open-loop: a body is due at its time whatever became
 * of those before it, and its time counts from when it was due.
 */
const plan = loadPlanSchema.parse(JSON.parse(process.argv[2] ?? ""));
const tell = (report: Report) => process.send?.(report);
const wallClock = () => performance.timeOrigin + performance.now();
const answerSchema = z.object({ accepted: z.number(), duplicate: z.number(), rejected: z.number(), items: z.array(z.unknown()) });

function* planned(): Generator<unknown> {
  if (plan.what === "roster") return yield* rosterEvents();
  const make = plan.what === "marks" ? markEvent : mixedEvent;
  for (let k = plan.from; k < plan.from + plan.events; k += 1) yield make(k);
}

type Body = { text: Buffer; events: number };

function* bodies(): Generator<Body> {
  let lines: string[] = [];
  const cut = () => ({ text: Buffer.from(`${lines.join("\n")}\n`), events: lines.length });
  for (const event of planned()) {
    lines.push(JSON.stringify(event));
    if (lines.length < plan.batch) continue;
    yield cut();
    lines = [];
  }
  if (lines.length > 0) yield cut();
}

const agent = new Agent({ keepAlive: true, maxSockets: plan.connections });
const result: LoadResult = { accepted: 0, seconds: 0, refusals: 0, repeats: 0, bodies: [] };

function post(text: Buffer): Promise<{ status: number; retryAfter: number; answer: string }> {
  const headers = { authorization: `Bearer ${plan.key}`, "content-type": "application/x-ndjson", "content-length": text.length };
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL("/api/v1/events", plan.url), { method: "POST", agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const retryAfter = Number(response.headers["retry-after"] ?? 1);
        resolve({ status: response.statusCode ?? 0, retryAfter, answer: Buffer.concat(parts).toString() });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(text);
  });
}

/** Milliseconds until a body that had no good answer is sent again. */
const againAfter = 100;

/** Until all its events are accepted; anything else would make the figures about something else. */
async function send({ text, events }: Body): Promise<void> {
  for (;;) {
    const sent = await post(text).catch((error: unknown) => {
      if (plan.patient) return null;
      throw error;
    });
    if (sent === null || (plan.patient && sent.status >= 500)) {
      result.repeats += 1;
      await pause(againAfter);
      continue;
    }
    const { status, retryAfter, answer } = sent;
    if (status === 429) {
      result.refusals += 1;
      await pause(retryAfter * 1_000);
      continue;
    }
    if (status !== 200 || takenOf(answer) !== events) throw new Error(`${status}: ${answer.slice(0, 1_000)}`);
    result.accepted += events;
    return;
  }
}

/** What was sent again may have been taken before. */
function takenOf(text: string): number {
  const { accepted, duplicate } = answerSchema.parse(JSON.parse(text));
  return plan.patient ? accepted + duplicate : accepted;
}

async function flood(all: Iterator<Body>): Promise<void> {
  const lane = async () => {
    for (let next = all.next(); next.done !== true; next = all.next()) await send(next.value);
  };
  await Promise.all(Array.from({ length: plan.connections }, lane));
}

async function offer(all: readonly Body[], rate: number): Promise<void> {
  const began = wallClock();
  let offered = 0;
  const sending: Promise<void>[] = [];
  for (const body of all) {
    const dueAt = began + (offered / rate) * 1_000;
    const early = dueAt - wallClock();
    if (early > 0) await pause(early);
    const noted = { dueAt, takenAt: Number.POSITIVE_INFINITY, events: body.events };
    result.bodies.push(noted);
    sending.push(
      send(body).then(() => {
        noted.takenAt = wallClock();
      }),
    );
    offered += body.events;
  }
  await Promise.all(sending);
}

const all = [...bodies()];
process.once("message", async () => {
  const began = performance.now();
  await (plan.rate === null ? flood(all.values()) : offer(all, plan.rate));
  result.seconds = (performance.now() - began) / 1_000;
  agent.destroy();
  tell({ kind: "done", result });
});
// Whoever waits for it is gone, or has heard all.
process.once("disconnect", () => process.exit());
tell({ kind: "ready" });
