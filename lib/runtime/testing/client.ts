import { z } from "zod";
import { runCommand } from "./product";
import type { RunningServer } from "./start-server";

export const answerSchema = z.object({
  accepted: z.number(),
  duplicate: z.number(),
  rejected: z.number(),
  items: z.array(
    z.object({
      index: z.number(),
      id: z.string().nullable(),
      status: z.enum(["duplicate", "rejected"]),
      errors: z.array(z.object({ path: z.string(), rule: z.string(), found: z.unknown().optional(), message: z.string() })).optional(),
    }),
  ),
});
export type EventsAnswer = z.infer<typeof answerSchema>;

/** Makes an API key by the command line, beside the running server. */
export async function makeKey(server: RunningServer, ...options: string[]): Promise<string> {
  const made = await runCommand(server.settings, "keys", "create", `key-${Math.random()}`, ...options);
  if (made.status !== 0) throw new Error(made.stderr);
  return made.stdout.trim();
}

export const lines = (events: readonly unknown[]): string => `${events.map((event) => JSON.stringify(event)).join("\n")}\n`;

/** Posts a body to the ingest endpoint. */
export function postEvents(
  server: RunningServer,
  key: string | null,
  body: BodyInit,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(new URL("/api/v1/events", server.url), {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers },
    body,
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  });
}

export async function sendEvents(server: RunningServer, key: string, events: readonly unknown[]): Promise<EventsAnswer> {
  const response = await postEvents(server, key, lines(events));
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return answerSchema.parse(await response.json());
}

export async function readKpi(server: RunningServer, key: string, query: string): Promise<unknown> {
  const response = await fetch(new URL(`/api/v1/kpis/${query}`, server.url), { headers: { authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return response.json();
}
