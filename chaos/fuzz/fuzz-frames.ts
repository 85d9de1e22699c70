import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";
import { z } from "zod";
import type { WrittenTalk } from "./frame-arbitrary";

/** How long a line is listened to after it has said all, in milliseconds. */
const listens = 150;
const patience = 10_000;

type Talker = { url: string; cookieOfNothing: string };

const spoken = ["snapshot", "delta", "touched", "stale", "closed", "identity", "notified", "goodbye"];
const frameSchema = z.tuple([z.string(), z.unknown()]);
/** Of an answer what tells whether something is in it. */
const countedSchema = z.object({ n: z.number().nullish(), value: z.number().nullish(), groups: z.array(z.unknown()).optional() });

/** Says all of it over a line of its own. Returns what was said back that is nobody's business, in words. */
export async function tryTalk({ asker, sendsHello, frames }: WrittenTalk, { url, cookieOfNothing }: Talker): Promise<string[]> {
  const line = new WebSocket(`${url.replace("http", "ws")}/live/?EIO=4&transport=websocket`, {
    headers: asker === "nobody" ? {} : { cookie: cookieOfNothing },
    handshakeTimeout: patience,
  });
  const faults: string[] = [];
  line.on("message", (data) => faults.push(...faultsOf(asker, String(data))));
  const opened = new Promise<boolean>((resolve) => {
    line.once("open", () => resolve(true));
    line.on("error", (error) => {
      if (/timed out|Unexpected server response: 5/.test(error.message)) faults.push(`the handshake ended: ${error.message}`);
      resolve(false);
    });
  });
  if (!(await opened)) return faults;
  const closed = new Promise<void>((resolve) => line.once("close", () => resolve()));
  for (const frame of [...(sendsHello ? ["40"] : []), ...frames]) {
    if (line.readyState !== WebSocket.OPEN) break;
    line.send(frame);
    if (frame === "40") await pause(20);
  }
  await Promise.race([pause(listens), closed]);
  line.terminate();
  return faults;
}

function faultsOf(asker: WrittenTalk["asker"], packet: string): string[] {
  if (!packet.startsWith("42")) return [];
  if (asker === "nobody") return [`who has no session was told ${packet.slice(0, 200)}`];
  const parsed = frameSchema.safeParse(JSON.parse(packet.slice(2)));
  if (!parsed.success || !spoken.includes(parsed.data[0])) return [`was told something of no kind: ${packet.slice(0, 200)}`];
  const [kind, content] = parsed.data;
  if (kind !== "snapshot" && kind !== "delta") return [];
  const head = z
    .object({ answer: countedSchema.optional(), head: countedSchema.optional(), put: z.array(z.unknown()).optional() })
    .parse(content);
  const counted = head.answer ?? head.head;
  const isEmpty = (counted?.n ?? 0) === 0 && (counted?.value ?? null) === null && (counted?.groups ?? head.put ?? []).length === 0;
  return isEmpty ? [] : [`who may see nothing was told ${packet.slice(0, 300)}`];
}
