import { combine, type UserPrincipal } from "@/lib/access/principal";
import { builtInRoles } from "@/lib/access/roles";
import { answerKpi, parseKpiRequest } from "@/lib/kpis/answer-request";
import { type Database, openDatabase } from "@/lib/platform/database";
import { loadFacts } from "./facts";
import { type Figure, percentile } from "./figures";
import { withPlace } from "./place";
import type { Measurement } from "./run";

const warmUp = 5;
const turns = { quick: 20, whole: 60 };
/** Of each KPI that counts students the whole, by unit and by the finest place; and of attendance the weeks and a range. */
const questions = [
  ...["attendance-rate", "dfw-rate", "course-withdrawal-rate", "engagement-rate", "grade-distribution"].flatMap((kpi) => [
    kpi,
    `${kpi}?groupBy=org_unit`,
    `${kpi}?groupBy=section`,
  ]),
  "dropout-rate",
  "dropout-rate?groupBy=org_unit",
  "dropout-rate?groupBy=program",
  "attendance-rate?groupBy=week",
  "attendance-rate?weeks=4",
  "attendance-rate?weeks=4&groupBy=org_unit",
];
const burst = 200;

/**
 * What releases cost: each question answered in turns to a reader without student-level rights and, exactly, to one who has
 * them, of the whole institution at one million facts; in one process, without HTTP, the connections as the server has them.
 * The first answer, which opens the chains, is told by itself. Then two hundred questions at once: of forty readers who open
 * the same page, and of as many different places. Nothing changes meanwhile: what a release costs that is due is not in it.
 */
export const measureReleases: Measurement = (run) =>
  withPlace(async (place) => {
    const server = await place.start();
    const client = await place.connect();
    await loadFacts(client, 1_000_000, new Date().toISOString().slice(0, 10));
    await client.end();
    const database = await openDatabase(place.databaseUrl());
    const figures = await measureOn(database, run);
    await database.close();
    await server.stop();
    return figures;
  });

export async function measureOn(database: Database, { quick, say }: Parameters<Measurement>[0]): Promise<Figure[]> {
  const costs: Cost[] = [];
  for (const question of questions) {
    const cost = await costOf(database, question, quick ? turns.quick : turns.whole);
    say(`releases: ${question.padEnd(40)} ${cost.released.toFixed(1)} ms, exact ${cost.exact.toFixed(1)}, first ${cost.first.toFixed(0)}`);
    costs.push(cost);
  }
  const sum = (of: "released" | "exact") => costs.reduce((total, cost) => total + cost[of], 0);
  const slowest = costs.reduce((a, b) => (b.released > a.released ? b : a));
  const same = Array.from({ length: burst }, (_, index) => questions[index % 5] ?? "");
  const different = Array.from(
    { length: burst },
    (_, index) => `attendance-rate?section=s-10-${1 + (index % 100)}${index < 100 ? "" : "&weeks=4"}`,
  );
  return [
    {
      section: "releases",
      name: "a release against an exact answer, in sum",
      value: sum("released") / sum("exact"),
      unit: "times",
      target: null,
      note: `medians, ${sum("exact").toFixed(0)} to ${sum("released").toFixed(0)} ms for ${costs.length} questions; slowest ${slowest.question}: ${slowest.exact.toFixed(1)} to ${slowest.released.toFixed(1)} ms`,
      detail: costs,
    },
    await together(database, "the same five questions", same),
    await together(database, "different places", different),
  ];
}

const reader = (studentLevel: boolean): UserPrincipal => ({
  kind: "user",
  userId: "00000000-0000-4000-8000-000000000001",
  sessionId: "00000000-0000-4000-8000-000000000002",
  name: "Reader",
  email: "reader@example.edu",
  ...combine([{ role: builtInRoles[studentLevel ? "admin" : "viewer"], scope: { kind: "institution" } }]),
});

type Cost = { question: string; released: number; exact: number; first: number };

async function costOf(database: Database, question: string, times: number): Promise<Cost> {
  const took = { released: [] as number[], exact: [] as number[] };
  const first = await timed(database, question, false);
  for (let turn = 0; turn < warmUp + times; turn += 1)
    for (const name of turn % 2 === 0 ? (["released", "exact"] as const) : (["exact", "released"] as const)) {
      const one = await timed(database, question, name === "exact");
      if (turn >= warmUp) took[name].push(one);
    }
  return { question, first, released: percentile(took.released, 0.5), exact: percentile(took.exact, 0.5) };
}

async function together(database: Database, what: string, asked: readonly string[]): Promise<Figure> {
  const began = performance.now();
  const took = await Promise.all(asked.map((question) => timed(database, question, false)));
  return {
    section: "releases",
    name: `${burst} at once, ${what}: the slowest`,
    value: percentile(took, 1),
    unit: "ms",
    target: null,
    note: `median ${percentile(took, 0.5).toFixed(0)} ms, all within ${(performance.now() - began).toFixed(0)} ms`,
  };
}

async function timed(database: Database, question: string, exact: boolean): Promise<number> {
  const now = new Date();
  const [kpi = "", query = ""] = question.split("?");
  const parameters = new URLSearchParams(query);
  const weeks = Number(parameters.get("weeks") ?? 0);
  parameters.delete("weeks");
  if (weeks > 0) {
    parameters.set("from", mondayBefore(now, weeks));
    parameters.set("term", "t-10");
  }
  const request = parseKpiRequest(kpi, parameters);
  const began = performance.now();
  await answerKpi({ database, timeZone: "UTC", now, locale: "en" }, reader(exact), request);
  return performance.now() - began;
}

/** The Monday so many weeks ago. */
function mondayBefore(now: Date, weeks: number): string {
  const day = now.getTime() - ((now.getUTCDay() + 6) % 7) * 86_400_000;
  return new Date(day - weeks * 7 * 86_400_000).toISOString().slice(0, 10);
}
