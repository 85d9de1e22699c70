import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Database } from "@/lib/platform/database";
import { body } from "./body-arbitrary";
import { talk } from "./frame-arbitrary";
import { tryTalk } from "./fuzz-frames";
import { tryBody } from "./fuzz-ingest";
import { tryQuery } from "./fuzz-queries";
import { Ledger } from "./ledger";
import { queryArbitrary } from "./query-arbitrary";

export type FuzzTarget = {
  url: string;
  /** May send events and read figures. */
  key: string;
  /** Of somebody who sees the whole institution. */
  cookie: string;
  /** Of somebody who sees nothing. */
  cookieOfNothing: string;
  database: Database;
  /** Processes that are to be the same afterwards. */
  pids: readonly number[];
};
export type FuzzPlan = { seed: number; bodies: number; queries: number; talks: number };
export type FuzzReport = { accepted: number; findings: string[] };

/** So many at a time, so that what one does to another is seen too. */
const atOnce = 8;
/** What a process of the server may take while it is tried, in bytes. */
const mostMemory = 1_200 * 1024 * 1024;

/**
 * Sends bodies, questions and frames that no client would send, made of the real schemas and broken, all kinds beside each other.
 * The same seed sends the same. `settled` resolves once all that was accepted is applied.
 */
export async function fuzz(target: FuzzTarget, plan: FuzzPlan, settled: () => Promise<void>): Promise<FuzzReport> {
  const { seed } = plan;
  const ledger = new Ledger();
  let events = 0;
  const nextId = () => `fuzz-${seed}-${events++}`;
  const findings = (
    await Promise.all([
      tryAll(fc.sample(body, { seed, numRuns: plan.bodies }), (one) => tryBody(one, { ...target, ledger, nextId })),
      tryAll(fc.sample(queryArbitrary(), { seed, numRuns: plan.queries }), (one) => tryQuery(one, target)),
      tryAll(fc.sample(talk, { seed, numRuns: plan.talks }), (one) => tryTalk(one, target)),
    ])
  ).flat();
  await settled();
  findings.push(...(await ledger.differences(target.database)));
  for (const pid of target.pids) {
    const taken = mostTakenBy(pid);
    if (taken === null) findings.push(`process ${pid} is no more`);
    else if (taken > mostMemory) findings.push(`process ${pid} took ${Math.round(taken / 1024 / 1024)} MiB`);
  }
  return { accepted: ledger.accepted, findings };
}

/** Each with what was wrong, and what was sent: of a kind of fault the shortest. */
async function tryAll<T>(all: readonly T[], tryOne: (one: T) => Promise<string[]>): Promise<string[]> {
  const shortest = new Map<string, string>();
  const waiting = all.values();
  const worker = async () => {
    for (const one of waiting) {
      const faults = await tryOne(one).catch((error: unknown) => [String(error)]);
      for (const fault of faults) {
        const kind = fault.slice(0, 60);
        const said = `${fault} — sent: ${JSON.stringify(one).slice(0, 2_000)}`;
        if (said.length < (shortest.get(kind)?.length ?? Number.POSITIVE_INFINITY)) shortest.set(kind, said);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return [...shortest.values()];
}

/** The most memory that a process ever had, in bytes; null where there is no such process. Elsewhere than on Linux nobody says. */
function mostTakenBy(pid: number): number | null {
  if (process.platform !== "linux") return 0;
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) * 1024;
  } catch {
    return null; // it ended
  }
}
