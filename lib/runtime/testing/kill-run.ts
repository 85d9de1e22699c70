import { setTimeout as pause } from "node:timers/promises";
import { chance } from "@/lib/simulator/random";
import { type EventsAnswer, makeKey, sendEvents } from "./client";
import { killPostgres } from "./data-directory";
import { type RunningServer, startServer } from "./start-server";

export type KillPlan = { seed: number; kills: number; batch: number; connections: number; settings: Record<string, string> };

export type KillRun = {
  server: RunningServer;
  key: string;
  /** The last answer to each batch. */
  answers: EventsAnswer[];
  /** Batches that had to be sent again, because a kill came before their answer. */
  repeated: number;
  /** What was killed, and how many batches had been acknowledged then. */
  killed: { what: "server" | "server and database"; acknowledged: number; afterMilliseconds: number }[];
};

/**
 * Sends events to a server that is killed again and again meanwhile: SIGKILL to the server alone, or to
 * its database too, at moments of the seed's making. A batch without an answer is sent again.
 */
export async function runThroughKills(dataDirectory: string, events: readonly unknown[], plan: KillPlan): Promise<KillRun> {
  const batches = Array.from({ length: Math.ceil(events.length / plan.batch) }, (_, index) =>
    events.slice(index * plan.batch, (index + 1) * plan.batch),
  );
  const answers = new Map<number, EventsAnswer>();
  const waiting = batches.map((_, index) => index);
  const killed: KillRun["killed"] = [];
  let repeated = 0;
  let server = await startServer(dataDirectory, plan.settings);
  const key = await makeKey(server, "--can", "events:write,kpis:read");

  /** Sends what waits until nothing does, or the server is gone. */
  const send = async (until: number) => {
    for (;;) {
      if (answers.size >= until) return;
      const next = waiting.shift();
      if (next === undefined) return;
      try {
        answers.set(next, await sendEvents(server, key, batches[next] ?? []));
      } catch {
        waiting.push(next); // no answer, no promise: it is sent again
        repeated += 1;
        return;
      }
    }
  };
  const sendOnAll = (until: number) => Promise.all(Array.from({ length: plan.connections }, () => send(until)));

  for (let turn = 0; turn < plan.kills; turn += 1) {
    // So far into the load, and then some milliseconds more: anywhere in a request, a batch, a commit.
    await sendOnAll(Math.floor(((turn + 0.5) / plan.kills) * batches.length));
    const afterMilliseconds = Math.floor(chance(String(plan.seed), "moment", turn) * 250);
    const both = chance(String(plan.seed), "both", turn) < 0.5;
    const cut = sendOnAll(batches.length);
    await pause(afterMilliseconds);
    killed.push({ what: both ? "server and database" : "server", acknowledged: answers.size, afterMilliseconds });
    await server.end("SIGKILL");
    if (both) await killPostgres(dataDirectory);
    await cut;
    server = await startServer(dataDirectory, plan.settings);
  }
  while (answers.size < batches.length) await sendOnAll(batches.length);
  return { server, key, answers: [...answers.values()], repeated, killed };
}
