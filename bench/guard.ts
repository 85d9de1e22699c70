import { Agent } from "node:http";
import type { KeyPrincipal } from "@/lib/access/principal";
import type { Scope } from "@/lib/access/scope";
import { answerKpi, parseKpiRequest } from "@/lib/kpis/answer-request";
import { type Database, openDatabase } from "@/lib/platform/database";
import { watchPool } from "@/lib/runtime/testing/access/watch-pool";
import { loadFacts } from "./facts";
import { atMost, type Figure, percentile } from "./figures";
import { type Place, withPlace } from "./place";
import { readKpi, single } from "./reads";
import type { Measurement, Run } from "./run";

/** Until both hold their plans. */
const warmUp = 12;
const turns = { quick: 30, whole: 60 };

/**
 * What the database's own guard costs a KPI read, and whether a foreign id takes another time than an unknown one. Every
 * question of `reads` is answered in turns under the role that row-level security binds and under the owner, which it does
 * not bind, each on a connection of its own, thirty times (sixty without --quick) after twelve that are left out; at one
 * million facts and without --quick at ten. In this process and without HTTP, whose share would make the cost look
 * smaller. The application's own filter stays. Compared are the lower quartiles, summed over the questions: what else the
 * machine does makes the rest.
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
  await client.end();
  say(`guard: ${facts / 1e6} M facts loaded`);
  const [guarded, bare] = await Promise.all([one(place.databaseUrl()), one(place.databaseUrl())]);
  watchPool(bare.reader, { rewrite: (text) => text.replace("SET LOCAL ROLE bellwether_reader", "SET LOCAL ROLE NONE") });
  const figures: Figure[] = [];
  for (const [who, scope] of readers) {
    const where = `${facts / 1e6} M facts, ${who}`;
    const costs: Cost[] = [];
    for (const question of single) {
      const cost = await costOf({ guarded, bare }, keyOf(scope), question, quick ? turns.quick : turns.whole);
      say(`guard: ${where}: ${question.padEnd(44)} ${cost.guarded.toFixed(2)} ms, ${cost.bare.toFixed(2)} without`);
      costs.push(cost);
    }
    figures.push(summary(where, costs));
  }
  await Promise.all([guarded.close(), bare.close()]);
  const key = await place.makeKey("--can", "kpis:read", "--scope", "org-unit:col-1");
  figures.push(await foreignAgainstUnknown(server.url, key, `${facts / 1e6} M facts, one college`));
  await server.stop();
  return figures;
}

const readers: readonly (readonly [string, Scope])[] = [
  ["institution", { kind: "institution" }],
  ["one college", { kind: "org-units", orgUnits: ["col-1"] }],
];

/** A way to the database with one connection, whose plans are its own. */
const one = (url: string) => openDatabase(url, { ownerSize: 1, readerSize: 1 });

const keyOf = (scope: Scope): KeyPrincipal => ({
  kind: "api-key",
  keyId: "00000000-0000-4000-8000-000000000000",
  can: new Set(["kpis:read"]),
  scope,
  studentScope: { kind: "none" },
  studentLevel: true,
  eventsPerSecond: null,
});

type Cost = { question: string; guarded: number; bare: number };

async function costOf(by: { guarded: Database; bare: Database }, reader: KeyPrincipal, question: string, times: number): Promise<Cost> {
  const [kpi = "", query = ""] = question.split("?");
  const request = parseKpiRequest(kpi, new URLSearchParams(query));
  const took = { guarded: [] as number[], bare: [] as number[] };
  for (let turn = 0; turn < warmUp + times; turn += 1)
    // Who is second finds the pages and the processor warm: each is so every other time.
    for (const name of turn % 2 === 0 ? (["guarded", "bare"] as const) : (["bare", "guarded"] as const)) {
      const began = performance.now();
      await answerKpi({ database: by[name], timeZone: "UTC", now: new Date(), locale: "en" }, reader, request);
      if (turn >= warmUp) took[name].push(performance.now() - began);
    }
  return { question, guarded: percentile(took.guarded, 0.25), bare: percentile(took.bare, 0.25) };
}

function summary(where: string, costs: readonly Cost[]): Figure {
  const sum = (of: "guarded" | "bare") => costs.reduce((total, cost) => total + cost[of], 0);
  const share = ({ guarded, bare }: Pick<Cost, "guarded" | "bare">) => (guarded / bare - 1) * 100;
  const worst = costs.reduce((a, b) => (share(b) > share(a) ? b : a));
  const above = costs.filter((cost) => share(cost) > 20).length;
  return {
    section: "guard",
    name: `cost of row-level security, ${where}`,
    value: share({ guarded: sum("guarded"), bare: sum("bare") }),
    unit: "%",
    target: atMost(20),
    note: `${sum("bare").toFixed(0)} to ${sum("guarded").toFixed(0)} ms for ${costs.length} questions; ${above} of them above 20 %, most ${worst.question}: ${worst.bare.toFixed(1)} to ${worst.guarded.toFixed(1)} ms`,
    detail: costs,
  };
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
