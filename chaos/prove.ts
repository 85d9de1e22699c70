import { setTimeout as pause } from "node:timers/promises";
import { type Database, openDatabase } from "@/lib/platform/database";
import { runCommand } from "@/lib/runtime/testing/product";
import { unapplied } from "@/lib/runtime/testing/unapplied";
import type { Cluster } from "./cluster";
import type { Watcher } from "./watcher";

/** How long things may take to come to rest after a fault was mended, in milliseconds. */
const restWithin = 90_000;
/** The same where Flink is: a job that was lost begins in a minute, on a busy machine in two. */
const restOfFlinkWithin = 300_000;

/** What was found once everything had come to rest. Figures are to be the recomputed ones, and nobody to see others. */
export type Proof = { events: number; cells: number; differ: number; restedAfter: number; findings: string[] };

/** Events that were acknowledged, of sources that nobody else has. */
type Sent = { sources: readonly string[]; acknowledged: number };

/** Waits until all that was acknowledged is applied and every open screen shows it, then recomputes every cell from the log. */
export async function prove(cluster: Cluster, { sources, acknowledged }: Sent, watchers: readonly Watcher[]): Promise<Proof> {
  const began = performance.now();
  const findings: string[] = [];
  const database = await openDatabase(cluster.database.url);
  try {
    const { events, isDone } = await settle(database, { sources, acknowledged }, cluster.flink === null ? restWithin : restOfFlinkWithin);
    if (!isDone) findings.push("not all that is in the log was applied, or cells did not settle, in time");
    if (events !== acknowledged) findings.push(`${acknowledged} events were acknowledged, and ${events} are in the log`);
    findings.push(...(await screensAt(watchers)));
    const restedAfter = performance.now() - began;
    const verified = await runCommand({ ...cluster.settings }, "verify");
    const said = /(\d+) cells compared, (\d+) differ/.exec(verified.stdout);
    if (verified.status !== 0 || said === null)
      findings.push(`verify ended with ${verified.status}: ${verified.stdout}${verified.stderr}`.trim());
    return { events, cells: Number(said?.[1] ?? 0), differ: Number(said?.[2] ?? Number.NaN), restedAfter, findings };
  } finally {
    await database.close();
  }
}

/** Resolves with how many events are in the log, and whether all of them are applied and cells hold all that facts hold, once they are. */
async function settle(database: Database, { sources, acknowledged }: Sent, within: number): Promise<{ events: number; isDone: boolean }> {
  const until = performance.now() + within;
  for (;;) {
    const found = await database.owner.query<{ events: number; settled: boolean }>(
      "SELECT count(*)::int AS events, warehouse.cells_settled() AS settled FROM log.event WHERE source = ANY($1)",
      [sources],
    );
    const { events, settled } = found.rows[0] ?? { events: 0, settled: false };
    const waiting = await unapplied(database);
    const isDone = waiting === 0 && settled;
    if ((events >= acknowledged && isDone) || performance.now() > until) return { events, isDone };
    await pause(100);
  }
}

/** What the screens show otherwise than a fresh question is answered, once they had time to catch up. */
async function screensAt(watchers: readonly Watcher[]): Promise<string[]> {
  const until = performance.now() + restWithin;
  for (;;) {
    const found = (await Promise.all(watchers.map((watcher) => watcher.differences()))).flat();
    if (found.length === 0 || performance.now() > until) return found;
    await pause(250);
  }
}
