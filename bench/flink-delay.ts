import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { atMost, type Figure } from "./figures";
import type { FlinkPlace } from "./flink";
import { followMarks } from "./follow-marks";
import { delaysAt } from "./latency";
import { sendRoster } from "./load";
import { withPlace } from "./place";
import type { Run } from "./run";
import { signIn } from "./sign-in";

/** Marks a second: what an institution of tens of thousands of students has in a busy hour. */
const rate = 200;

/** From when an event was due to be sent to the frame that holds it, by way of Kafka, Flink and the topic of cells. */
export async function measureFlinkDelay(run: Run, { settings }: FlinkPlace): Promise<Figure[]> {
  return withPlace(async (place) => {
    const server = await place.start({ ...settings, BELLWETHER_DEMO: "on", BELLWETHER_ROLES: "web,aggregator" });
    const key = await place.makeKey("--can", "events:write");
    await sendRoster(place, server, key);
    await place.command("flink", "submit");
    const client = await place.connect();
    await untilSettled(client);
    await client.end();
    const viewer = await followMarks(server.url, await signIn(server.url, "admin"));
    const figures = await delaysAt(run, {
      section: "flink",
      url: server.url,
      key,
      viewer,
      rate,
      warmUp: run.quick ? 20 : 60, // Java compiles what has run some thousand times
      targets: [null, atMost(2_000)],
    });
    viewer.close();
    await place.command("flink", "stop");
    await server.stop();
    return figures;
  });
}

export async function untilSettled(client: pg.Client): Promise<void> {
  for (;;) {
    const found = await client.query<{ settled: boolean }>("SELECT warehouse.cells_settled() AS settled");
    if (found.rows[0]?.settled === true) return;
    await pause(100);
  }
}
