import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root } from "@/lib/runtime/testing/product";
import { untilDrained } from "./backlog";
import { type LoadPlan, type LoadResult, reportSchema } from "./load-plan";
import type { Place, Server } from "./place";

export type Load = {
  /** Sends what was prepared; once. Throws where not every event was accepted. */
  run(): Promise<LoadResult>;
};

/** A generator process with its bodies made, waiting to be let go. */
export async function prepareLoad(plan: LoadPlan): Promise<Load> {
  const child = fork(join(root, "dist", "bench", "load-generator.mjs"), [JSON.stringify(plan)]);
  const ended = once(child, "exit").then(() => Promise.reject(new Error("The load generator failed; see above.")));
  ended.catch(() => undefined);
  const hear = () => Promise.race([once(child, "message").then(([message]) => reportSchema.parse(message)), ended]);
  await hear();
  return {
    async run() {
      child.send("go");
      const report = await hear();
      child.disconnect();
      if (report.kind !== "done") throw new Error("The load generator began anew.");
      return report.result;
    },
  };
}

/** Sends the campus and waits until it is in the cells, so that later events find what they are about. */
export async function sendRoster(place: Pick<Place, "connect">, server: Pick<Server, "url">, key: string): Promise<number> {
  const plan: LoadPlan = { url: server.url, key, what: "roster", from: 0, events: 0, batch: 2_000, connections: 2, rate: null };
  const { accepted } = await (await prepareLoad(plan)).run();
  const client = await place.connect();
  await untilDrained(client, accepted);
  await client.end();
  return accepted;
}
