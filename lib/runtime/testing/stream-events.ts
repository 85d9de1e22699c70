import { readFileSync } from "node:fs";
import { answerSchema, type EventsAnswer, lines, postEvents } from "./client";
import type { RunningServer } from "./start-server";

export type Streamed = {
  answer: EventsAnswer;
  events: number;
  /** Other requests that were answered while the body was on its way. */
  answeredMeanwhile: number;
  /** The server's largest resident memory meanwhile, in MB. */
  peakMegabytes: number;
};

/** Streams a body of so many MB, made as it is sent, and asks the server for other things meanwhile. */
export async function streamEvents(server: RunningServer, key: string, wanted: { prefix: string; megabytes: number }): Promise<Streamed> {
  const padding = "p".repeat(2_000);
  let events = 0;
  let sent = 0;
  const roll = () => ({
    specversion: "1.0",
    id: `${wanted.prefix}-${events++}`,
    source: "urn:test:stream",
    type: "attendance.recorded",
    time: "2026-03-09T00:02:11Z",
    data: { meeting: "m-1", student: `s-${events % 5_000}`, status: "present" },
    padding,
  });
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = Buffer.from(lines(Array.from({ length: 500 }, roll)));
      sent += chunk.length;
      controller.enqueue(chunk);
      if (sent >= wanted.megabytes * 1024 * 1024) controller.close();
    },
  });
  let peakMegabytes = 0;
  let answeredMeanwhile = 0;
  let answered = false;
  const sending = postEvents(server, key, body).finally(() => {
    answered = true;
  });
  while (!answered) {
    const other = await fetch(new URL("/api/ready", server.url));
    if (other.status !== 200) throw new Error(`/api/ready answered ${other.status} during the load.`);
    await other.body?.cancel();
    answeredMeanwhile += 1;
    peakMegabytes = Math.max(peakMegabytes, residentMegabytes(server.pid));
  }
  return { answer: answerSchema.parse(await (await sending).json()), events, answeredMeanwhile, peakMegabytes };
}

/** Resident memory of a process in MB; NaN where the system does not say. */
function residentMegabytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
  } catch {
    return Number.NaN;
  }
}
