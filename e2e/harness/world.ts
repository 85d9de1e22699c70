import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { SentEvent } from "@/lib/simulator/events";
import { bellwether, type Place, timeZone } from "./running-server";

/** A running server as tests see it. */
export type World = {
  url: string;
  key: string;
  dataDirectory: string;
  port: number;
  /** The local day that the campus was made for: midnight may pass while tests run. */
  today: string;
};

export async function makeWorld(server: Place & { url: string }): Promise<World> {
  const key = await bellwether(server, "keys", "create", "e2e", "--can", "events:write,kpis:read");
  const today = Temporal.Now.plainDateISO(timeZone).toString();
  return { url: server.url, key, dataDirectory: server.dataDirectory, port: server.port, today };
}

const eventSchema = z.object({
  specversion: z.literal("1.0"),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  time: z.string(),
  recordedtime: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});
const journal = (world: World) => join(world.dataDirectory, "sent.ndjson");

/** Sends events through the public endpoint, one as one and several as lines, and notes them for the tests after this one. */
export async function send(world: World, events: readonly SentEvent[]): Promise<void> {
  const body = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const contentType = events.length === 1 ? "application/cloudevents+json" : "application/x-ndjson";
  const headers = { authorization: `Bearer ${world.key}`, "content-type": contentType };
  const response = await fetch(`${world.url}/api/v1/events`, { method: "POST", headers, body });
  const answer = await response.text();
  const { accepted } = z.object({ accepted: z.number() }).parse(response.ok ? JSON.parse(answer) : { accepted: -1 });
  if (accepted !== events.length) throw new Error(`${response.status}: ${answer.slice(0, 1_000)}`);
  await note(world, events);
}

/** Notes events that are in the log by now, whichever way they went. */
export async function note(world: World, events: readonly SentEvent[]): Promise<void> {
  await appendFile(journal(world), events.map((event) => `${JSON.stringify(event)}\n`).join(""));
}

export async function sentSoFar(world: World): Promise<SentEvent[]> {
  const lines = (await readFile(journal(world), "utf8")).trimEnd().split("\n");
  return lines.map((line): SentEvent => {
    const { recordedtime, ...event } = eventSchema.parse(JSON.parse(line));
    return recordedtime === undefined ? event : { ...event, recordedtime };
  });
}

/** A KPI as a machine with the key reads it. */
export async function askKpi(world: World, path: string): Promise<unknown> {
  const response = await fetch(`${world.url}/api/v1/kpis/${path}`, { headers: { authorization: `Bearer ${world.key}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
