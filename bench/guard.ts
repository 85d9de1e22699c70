import { Agent } from "node:http";
import type pg from "pg";
import { loadFacts } from "./facts";
import { atMost, type Figure, percentile } from "./figures";
import { type Place, withPlace } from "./place";
import { processorSeconds } from "./processor-time";
import { readKpi, single } from "./reads";
import type { Measurement, Run } from "./run";

/** Until each connection that takes part holds its plans, which it makes anew when the tables change. */
const warmUp = 24;
const requests = 25;
/** In this order, so that whatever changes meanwhile falls on both. */
const phases = ["ENABLE", "DISABLE", "DISABLE", "ENABLE"] as const;

/**
 * What the database's own guard costs a KPI read, and whether a foreign id takes another time than an unknown one. Every
 * question of `reads` is asked 25 times after 24 that are left out, with row-level security, twice without it, and with it
 * again, at one million facts and without --quick at ten. Without means that the tables have none, as under a role that
 * bypasses it; the application's own filter stays. Compared is the processor time of server and database, which waiting for
 * a busy machine does not lengthen; medians of each question are in the JSON.
 */
export const measureGuard: Measurement = async (run) => {
  const figures: Figure[] = [];
  for (const facts of run.quick ? [1_000_000] : [1_000_000, 10_000_000])
    figures.push(...(await withPlace((place) => measureAt(place, facts, run))));
  return figures;
};

async function measureAt(place: Place, facts: number, { say }: Run): Promise<Figure[]> {
  const server = await place.start();
  const client = await place.connect();
  await loadFacts(client, facts, new Date().toISOString().slice(0, 10));
  say(`guard: ${facts / 1e6} M facts loaded`);
  const tables = await guardedTables(client);
  const figures: Figure[] = [];
  for (const [who, scope] of [
    ["institution", "institution"],
    ["one college", "org-unit:col-1"],
  ] as const) {
    const key = await place.makeKey("--can", "kpis:read", "--scope", scope);
    const where = `${facts / 1e6} M facts, ${who}`;
    const costs: Record<(typeof phases)[number], Phase[]> = { ENABLE: [], DISABLE: [] };
    for (const state of phases) {
      await client.query(tables.map((table) => `ALTER TABLE ${table} ${state} ROW LEVEL SECURITY`).join("; "));
      const phase = await askAll(server.url, key, () => processorSeconds([server.pid, ...place.database()]));
      say(`guard: ${where}: ${state.toLowerCase()}d: ${(phase.processor / single.length / requests).toFixed(2)} ms an answer`);
      costs[state].push(phase);
    }
    figures.push(costOf(where, costs));
    if (scope !== "institution") figures.push(await foreignAgainstUnknown(server.url, key, where));
  }
  await client.end();
  await server.stop();
  return figures;
}

/** Processor time in milliseconds for all, and medians of each question. */
type Phase = { processor: number; medians: Record<string, number> };

async function askAll(url: string, key: string, processor: () => number): Promise<Phase> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (question: string) => readKpi(new URL(`/api/v1/kpis/${question}`, url), key, agent);
  for (const question of single) for (let request = 0; request < warmUp; request += 1) await ask(question);
  const medians: Record<string, number> = {};
  const before = processor();
  for (const question of single) {
    const times: number[] = [];
    for (let request = 0; request < requests; request += 1) {
      const began = performance.now();
      await ask(question);
      times.push(performance.now() - began);
    }
    medians[question] = percentile(times, 0.5);
  }
  const spent = processor() - before;
  agent.destroy();
  return { processor: spent * 1_000, medians };
}

function costOf(where: string, { ENABLE, DISABLE }: Readonly<Record<"ENABLE" | "DISABLE", readonly Phase[]>>): Figure {
  const each = (some: readonly Phase[]) => some.reduce((sum, { processor }) => sum + processor, 0) / some.length / single.length / requests;
  const [guarded, bare] = [each(ENABLE), each(DISABLE)];
  return {
    section: "guard",
    name: `cost of row-level security, ${where}`,
    value: (guarded / bare - 1) * 100,
    unit: "%",
    target: atMost(20),
    note: `processor time of an answer ${bare.toFixed(2)} without and ${guarded.toFixed(2)} ms with it, ${single.length} questions`,
    detail: [{ guarded: ENABLE, bare: DISABLE }],
  };
}

async function guardedTables(client: pg.Client): Promise<string[]> {
  const found = await client.query<{ name: string }>(
    "SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relrowsecurity AND NOT c.relispartition ORDER BY 1",
  );
  return found.rows.map(({ name }) => name);
}

/** In turns, so that whatever else the machine does falls on both. */
async function foreignAgainstUnknown(url: string, key: string, where: string): Promise<Figure> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: Record<"col-2" | "col-x", number[]> = { "col-2": [], "col-x": [] };
  for (let request = 0; request < 1_000; request += 1)
    for (const unit of ["col-2", "col-x"] as const) {
      const began = performance.now();
      await readKpi(new URL(`/api/v1/kpis/attendance-rate?orgUnit=${unit}`, url), key, agent, [404]);
      if (request >= warmUp) times[unit].push(performance.now() - began);
    }
  agent.destroy();
  const [foreign, unknown] = [percentile(times["col-2"], 0.5), percentile(times["col-x"], 0.5)];
  const spread = percentile(times["col-x"], 0.75) - percentile(times["col-x"], 0.25);
  return {
    section: "guard",
    name: `foreign id against an unknown one, ${where}`,
    value: Math.abs(foreign - unknown),
    unit: "ms",
    target: null,
    note: `medians ${foreign.toFixed(3)} and ${unknown.toFixed(3)} ms of 1,000 each, half of them within ${spread.toFixed(3)} ms`,
  };
}
