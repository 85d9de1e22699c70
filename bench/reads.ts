import { Agent, get } from "node:http";
import type pg from "pg";
import { kpiDefinitions } from "@/lib/kpis/definitions";
import { checkFacts } from "./check-facts";
import { loadFacts } from "./facts";
import { atMost, type Figure, percentile } from "./figures";
import { type Place, withPlace } from "./place";
import type { Measurement, Run } from "./run";

/** One question after the other on one connection, as one reader has it. */
const warmUp = 20;

/** Every KPI without a breakdown and by each that it has, and the heat map. */
export const single = kpiDefinitions.flatMap(({ id, groupings }) => [id, ...groupings.map((grouping) => `${id}?groupBy=${grouping}`)]);
const heatMap = "attendance-rate?groupBy=org_unit%2Cweek";

/**
 * KPI reads over HTTP by an API key, scope and row-level security on, at one and at ten million attendance
 * facts. Nothing caches results; the database's pages are warm after the warm-up. Asked are a key of the
 * whole institution and one of a college. The figures are those of the slowest question; each is in the
 * JSON.
 */
export const measureReads: Measurement = async (run) => {
  const figures: Figure[] = [];
  const sizes = run.facts !== null ? [run.facts] : run.quick ? [1_000_000] : [1_000_000, 10_000_000];
  for (const facts of sizes) figures.push(...(await withPlace((place) => measureAt(place, facts, run))));
  return figures;
};

async function measureAt(place: Place, facts: number, { quick, say }: Run): Promise<Figure[]> {
  const server = await place.start();
  const client = await place.connect();
  const began = performance.now();
  const loaded = await loadFacts(client, facts, new Date().toISOString().slice(0, 10));
  if (loaded < facts * 0.9 || loaded > facts * 1.2) throw new Error(`${loaded} facts were loaded instead of ${facts}.`);
  await checkFacts(client);
  const bytes = await databaseBytes(client);
  await client.end();
  const took = Math.round((performance.now() - began) / 1_000);
  say(
    `reads: ${loaded} attendance facts loaded and checked in ${took} s, ${Math.round(bytes / loaded)} bytes each with all that belongs to them`,
  );
  const figures: Figure[] = [];
  for (const [who, scope] of [
    ["institution", "institution"],
    ["one college", "org-unit:col-1"],
  ] as const) {
    const key = await place.makeKey("--can", "kpis:read", "--scope", scope);
    const requests = quick ? 60 : 200;
    const timed: Timed[] = [];
    for (const question of [...single, heatMap]) {
      const one = { question, ...(await time(server.url, key, question, requests)) };
      say(`reads: ${facts / 1e6} M, ${who}: ${question.padEnd(44)} p50 ${one.p50.toFixed(1)} p95 ${one.p95.toFixed(1)} ms`);
      timed.push(one);
    }
    figures.push(...summary(`${facts / 1e6} M facts, ${who}`, timed));
  }
  await server.stop();
  return figures;
}

async function databaseBytes(client: pg.Client): Promise<number> {
  const found = await client.query<{ bytes: number }>("SELECT pg_database_size(current_database())::float8 AS bytes");
  return found.rows[0]?.bytes ?? Number.NaN;
}

type Timed = { question: string; least: number; p50: number; p95: number };

function summary(where: string, timed: readonly Timed[]): Figure[] {
  const figures: Figure[] = [];
  const ones = timed.filter(({ question }) => question !== heatMap);
  for (const [share, most] of [
    ["p50", 5],
    ["p95", 10],
  ] as const) {
    const slowest = ones.reduce((a, b) => (b[share] > a[share] ? b : a));
    const over = ones.filter((one) => one[share] > most).length;
    const note = `slowest: ${slowest.question}; ${over} of ${ones.length} above ${most} ms`;
    figures.push({
      section: "reads",
      name: `${share}, ${where}`,
      value: slowest[share],
      unit: "ms",
      target: atMost(most),
      note,
      detail: ones,
    });
  }
  const two = timed.find(({ question }) => question === heatMap);
  if (two !== undefined)
    figures.push({
      section: "reads",
      name: `heat map p95, ${where}`,
      value: two.p95,
      unit: "ms",
      target: atMost(30),
      note: `p50 ${two.p50.toFixed(1)} ms`,
    });
  return figures;
}

async function time(url: string, key: string, question: string, requests: number): Promise<Omit<Timed, "question">> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (let request = 0; request < warmUp + requests; request += 1) {
    const began = performance.now();
    await readKpi(new URL(`/api/v1/kpis/${question}`, url), key, agent);
    if (request >= warmUp) times.push(performance.now() - began);
  }
  agent.destroy();
  return { least: percentile(times, 0), p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

/** Reads an answer to its end. Throws where it is none of the `statuses`. */
export function readKpi(url: URL, key: string, agent: Agent, statuses: readonly number[] = [200]): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = get(url, { agent, headers: { authorization: `Bearer ${key}` } }, (response) => {
      response.resume();
      response.on("error", reject);
      response.on("end", () =>
        statuses.includes(response.statusCode ?? 0) ? resolve() : reject(new Error(`${url.href}: ${response.statusCode}`)),
      );
    });
    outgoing.on("error", reject);
  });
}
