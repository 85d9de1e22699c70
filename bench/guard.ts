import { Agent } from "node:http";
import type pg from "pg";
import { loadFacts } from "./facts";
import { atMost, type Figure, percentile } from "./figures";
import { type Place, withPlace } from "./place";
import { readKpi, single } from "./reads";
import type { Measurement, Run } from "./run";

const rounds = 5;
const warmUp = 4;
const requests = { quick: 8, whole: 20 };

/**
 * What the database's own guard costs a KPI read, and whether a foreign id takes another time than an unknown one. Every
 * question of `reads` is asked with row-level security and without it, in turns on the same connection: five rounds of
 * twenty (--quick: eight) after four that are left out, at one million facts and without --quick at ten. Without means that the tables
 * have none, as under a role that bypasses it; the application's own filter stays. Compared are the least times, summed
 * over the questions: what else the machine does adds to all others, and not alike.
 */
export const measureGuard: Measurement = async (run) => {
  const figures: Figure[] = [];
  for (const facts of run.quick ? [1_000_000] : [1_000_000, 10_000_000])
    figures.push(...(await withPlace((place) => measureAt(place, facts, run))));
  return figures;
};

async function measureAt(place: Place, facts: number, { quick, say }: Run): Promise<Figure[]> {
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
    const costs: Cost[] = [];
    for (const question of single) {
      const cost = await costOf(client, tables, { url: server.url, key, question, requests: quick ? requests.quick : requests.whole });
      say(
        `guard: ${where}: ${question.padEnd(44)} least ${cost.guarded.toFixed(2)} and ${cost.bare.toFixed(2)}, p50 ${cost.guardedMedian.toFixed(2)} and ${cost.bareMedian.toFixed(2)} ms with and without`,
      );
      costs.push(cost);
    }
    figures.push(...summary(where, costs));
    if (scope !== "institution") figures.push(await foreignAgainstUnknown(server.url, key, where));
  }
  await client.end();
  await server.stop();
  return figures;
}

type Cost = { question: string; guarded: number; bare: number; guardedMedian: number; bareMedian: number };
type Asked = { url: string; key: string; question: string; requests: number };

async function costOf(client: pg.Client, tables: readonly string[], { url, key, question, requests }: Asked): Promise<Cost> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times = { ENABLE: [] as number[], DISABLE: [] as number[] };
  for (let round = 0; round < rounds; round += 1)
    for (const state of ["ENABLE", "DISABLE"] as const) {
      await client.query(tables.map((table) => `ALTER TABLE ${table} ${state} ROW LEVEL SECURITY`).join("; "));
      for (let request = 0; request < warmUp + requests; request += 1) {
        const began = performance.now();
        await readKpi(new URL(`/api/v1/kpis/${question}`, url), key, agent);
        if (request >= warmUp) times[state].push(performance.now() - began);
      }
    }
  await client.query(tables.map((table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`).join("; "));
  agent.destroy();
  const of = (some: readonly number[]) => [percentile(some, 0), percentile(some, 0.5)] as const;
  const [[guarded, guardedMedian], [bare, bareMedian]] = [of(times.ENABLE), of(times.DISABLE)];
  return { question, guarded, bare, guardedMedian, bareMedian };
}

async function guardedTables(client: pg.Client): Promise<string[]> {
  const found = await client.query<{ name: string }>(
    "SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relrowsecurity AND NOT c.relispartition ORDER BY 1",
  );
  return found.rows.map(({ name }) => name);
}

function summary(where: string, costs: readonly Cost[]): Figure[] {
  const sum = (of: "guarded" | "bare" | "guardedMedian" | "bareMedian") => costs.reduce((total, cost) => total + cost[of], 0);
  const share = ({ guarded, bare }: Pick<Cost, "guarded" | "bare">) => (guarded / bare - 1) * 100;
  const worst = costs.reduce((a, b) => (share(b) > share(a) ? b : a));
  return [
    {
      section: "guard",
      name: `cost of row-level security, ${where}`,
      value: share({ guarded: sum("guarded"), bare: sum("bare") }),
      unit: "%",
      target: atMost(20),
      note: `${sum("bare").toFixed(0)} to ${sum("guarded").toFixed(0)} ms for ${costs.length} questions (medians ${sum("bareMedian").toFixed(0)} to ${sum("guardedMedian").toFixed(0)}); ${costs.filter((cost) => share(cost) > 20).length} of them above 20 %, most ${worst.question}: ${worst.bare.toFixed(1)} to ${worst.guarded.toFixed(1)} ms`,
      detail: costs,
    },
  ];
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
