import { randomUUID } from "node:crypto";
import { openDatabase } from "@/lib/platform/database";
import { contentSchema, type ReportContent } from "@/lib/reports/content-shape";
import type { RenderingOrder } from "@/lib/reports/ports";
import { createRenderer, type Renderer } from "@/lib/reports/rendering/create-renderer";
import { stampPdf } from "@/lib/reports/rendering/stamp-pdf";
import { checkFacts } from "./check-facts";
import { loadFacts } from "./facts";
import { atLeast, atMost, type Figure, percentile } from "./figures";
import { withPlace } from "./place";
import { measureThousand } from "./report-thousand";
import type { Measurement, Run } from "./run";

const warmUp = 5;
const megabyte = 1024 * 1024;
/** 200 distinct scopes in ten minutes. */
const scopesPerMinute = 20;

/**
 * Reports of the built product at one million attendance facts: the page over HTTP under its token, Chromium warm, every check,
 * the PDF finished. *One*: a department's report, one after the other, each read anew. *Distinct scopes*: a course each under
 * eyes of its own, two at a time, and what memory all processes of Chromium hold meanwhile. *Stamps*: the name of each recipient on a
 * report that is there. *A thousand*: report-thousand.ts.
 */
export const measureReport: Measurement = (run) =>
  withPlace(async (place) => {
    // Nobody else works at reports: the worker is this process.
    const server = await place.start({ BELLWETHER_ROLES: "web" });
    const client = await place.connect();
    await loadFacts(client, 1_000_000, new Date().toISOString().slice(0, 10));
    await checkFacts(client);
    const courses = await client.query<{ id: string }>("SELECT id FROM warehouse.dim_course ORDER BY id LIMIT 200");
    const units = await client.query<{ id: string }>("SELECT id FROM warehouse.dim_org_unit WHERE kind = 'department' ORDER BY id LIMIT 1");
    await client.end();
    const database = await openDatabase(place.databaseUrl(), { ownerSize: 12, readerSize: 4 });
    const renderer = createRenderer({ database, now: () => new Date(), url: server.url, chromium: null });
    try {
      const ids = courses.rows.map(({ id }) => id);
      const unit = units.rows[0]?.id ?? "";
      return [
        ...(await measureOne(renderer, unit, run)),
        ...(await measureScopes(renderer, ids, run)),
        ...(await measureStamps(renderer, run)),
        ...(await measureThousand({ database, renderer, courses: ids }, run)),
      ];
    } finally {
      await renderer.stop();
      await database.close();
      await server.stop();
    }
  });

const institution: ReportContent = contentSchema.parse({ kind: "institution", subject: { of: "own" } });

function orderOf(content: ReportContent, scope: RenderingOrder["eyes"]["scope"]): RenderingOrder {
  const eyes = { scope, studentScope: scope, nameScope: scope, studentLevel: true };
  return { id: randomUUID(), content: { ...content, subjects: [content.subject] }, eyes, locale: "en", since: null, before: null };
}

const never = new AbortController().signal;

async function measureOne(renderer: Renderer, unit: string, { quick, say }: Run): Promise<Figure[]> {
  const times: number[] = [];
  const content: ReportContent = { ...institution, kind: "department", subject: { of: "org-unit", orgUnit: unit } };
  const scope = { kind: "org-units" as const, orgUnits: [unit] };
  let pages = 0;
  for (let index = 0; index < warmUp + (quick ? 15 : 60); index += 1) {
    const began = performance.now();
    ({ pages } = await renderer.render(orderOf(content, scope), never));
    if (index >= warmUp) times.push(performance.now() - began);
  }
  const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
  say(`report: one of ${pages} pages, p50 ${p50.toFixed(0)} p95 ${p95.toFixed(0)} ms`);
  return [
    {
      section: "report",
      name: "one report, warm, p50",
      value: p50,
      unit: "ms",
      target: atMost(1_000),
      note: `${pages} pages; p95 ${p95.toFixed(0)} ms`,
    },
  ];
}

async function measureScopes(renderer: Renderer, courses: readonly string[], { quick, say }: Run): Promise<Figure[]> {
  const memory: number[] = [];
  const until = performance.now() + (quick ? 30_000 : 180_000);
  const began = performance.now();
  let done = 0;
  const work = async (): Promise<void> => {
    while (performance.now() < until) {
      const course = courses[done % courses.length] ?? "";
      done += 1;
      await renderer.render(
        orderOf({ ...institution, kind: "course", subject: { of: "course", course } }, { kind: "courses", courses: [course] }),
        never,
      );
      if (done % 3 === 0) memory.push(await renderer.memory());
    }
  };
  await Promise.all([work(), work()]);
  const rate = (done / (performance.now() - began)) * 60_000;
  // As of the server: the median of the second quarter against that of the last.
  const quarter = Math.max(1, Math.floor(memory.length / 4));
  const [early, late] = [percentile(memory.slice(quarter, 2 * quarter), 0.5), percentile(memory.slice(-quarter), 0.5)];
  say(`report: ${rate.toFixed(0)} scopes a minute; Chromium ${(early / megabyte).toFixed(0)}, then ${(late / megabyte).toFixed(0)} MB`);
  const detail = [{ memory }];
  return [
    {
      section: "report",
      name: "distinct scopes",
      value: rate,
      unit: "/min",
      target: atLeast(scopesPerMinute),
      note: `${done} reports, two at a time`,
    },
    {
      section: "report",
      name: "memory of Chromium, last quarter to second",
      value: late / early,
      unit: "times",
      target: atMost(1.1),
      note: `${(late / megabyte).toFixed(0)} MB, most ${(Math.max(...memory) / megabyte).toFixed(0)} MB`,
      detail,
    },
  ];
}

async function measureStamps(renderer: Renderer, { say }: Run): Promise<Figure[]> {
  const { pdf } = await renderer.render(orderOf(institution, { kind: "institution" }), never);
  const times: number[] = [];
  let more = 0;
  for (let index = 0; index < 1_000; index += 1) {
    const began = performance.now();
    const stamped = await stampPdf(pdf, { name: `김하늘 ${index} Müller`, locale: "ko", paper: "a4" });
    times.push(performance.now() - began);
    more = stamped.length - pdf.length;
  }
  const p50 = percentile(times, 0.5);
  say(`report: a stamp takes ${p50.toFixed(2)} ms`);
  return [
    {
      section: "report",
      name: "a recipient's stamp, p50",
      value: p50,
      unit: "ms",
      target: atMost(30),
      note: `p99 ${percentile(times, 0.99).toFixed(1)} ms, ${(more / 1024).toFixed(1)} KiB each, of 1,000`,
    },
  ];
}
