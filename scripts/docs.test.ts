import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { validate } from "@/lib/contracts/validate";
import { kpiDefinitions } from "@/lib/kpis/definitions";
import { kpiIds } from "@/lib/kpis/question";
import { kpiRequestSchema } from "@/lib/kpis/request";
import * as protocol from "@/lib/live/protocol";
import { settingNames } from "@/lib/platform/config";

/** What people read must hold: links resolve, and lists are as long as what they list. */
const made = new Set(["node_modules", "next-env.d.ts", "dist", "generated", "coverage", "test-results", "playwright-report"]);
function* filesUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".") || made.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}
const files = [...filesUnder(".")];
const documents = files.filter((file) => file.endsWith(".md"));
const sources = files.filter((file) => /\.(md|mjs|sql|ts|tsx|prisma|css)$/.test(file));
const read = (file: string) => readFileSync(file, "utf8");

/** Rows of all tables whose first cell begins with code, by that code: the cells of the row. */
function rowsOf(markdown: string): Map<string, string[]> {
  const rows = new Map<string, string[]>();
  for (const line of markdown.split("\n")) {
    const cells = line.startsWith("| `") ? line.split(" | ").map((cell) => cell.replaceAll(/^\| | \|$/g, "")) : [];
    for (const [, name] of (cells[0] ?? "").matchAll(/`([^`{]+)/g)) if (name !== undefined && !rows.has(name)) rows.set(name, cells);
  }
  return rows;
}
const codes = (cell: string | undefined) => [...(cell ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1]);

/** A heading's address as code hosts make it. */
const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");

describe("documents", () => {
  it.each(documents)("%s: every link resolves", (file) => {
    for (const [, link] of read(file).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (link === undefined || /^https?:/.test(link)) continue;
      const [path, anchor] = link.split("#");
      const target = path === "" || path === undefined ? file : normalize(join(dirname(file), path));
      expect(existsSync(target), `${link} in ${file}`).toBe(true);
      if (anchor === undefined) continue;
      const headings = [...read(target).matchAll(/^#+ (.+)$/gm)].map((match) => slug(match[1] ?? ""));
      expect(headings, `${link} in ${file}`).toContain(anchor);
    }
  });

  it("whatever code and documents name under docs is there", () => {
    const decisions = readdirSync("docs/adr");
    for (const file of sources) {
      for (const [named] of read(file).matchAll(/\bdocs\/[A-Za-z0-9/_-]+(\.(md|png|schema\.json))?/g)) {
        const adr = /^docs\/adr\/(\d{4})$/.exec(named)?.[1];
        const there = adr === undefined ? existsSync(named) : decisions.filter((name) => name.startsWith(adr)).length === 1;
        expect(there, `${named} in ${file}`).toBe(true);
      }
    }
  });

  it("decisions are numbered without gaps and say context, decision, consequences and what was measured", () => {
    for (const [index, name] of readdirSync("docs/adr").sort().entries()) {
      expect(name.slice(0, 5)).toBe(`${String(index + 1).padStart(4, "0")}-`);
      const text = read(join("docs/adr", name));
      expect(text).toMatch(new RegExp(`^# ${index + 1}\\. `));
      for (const part of ["Context", "Decision", "Consequences", "Measured"]) expect(text, name).toContain(`\n## ${part}\n`);
    }
  });

  it.each(["README.md", "docs/OPERATIONS.md"])("%s: every setting is in its table", (file) => {
    const rows = rowsOf(read(file));
    for (const name of settingNames) expect([...rows.keys()], file).toContain(name);
    for (const name of [...rows.keys()].filter((key) => /^[A-Z_]{4,}$/.test(key))) expect(settingNames).toContain(name);
  });

  it("docs/API.md: every parameter, and what each KPI can be asked; docs/KPIS.md: what each means", () => {
    const rows = rowsOf(read("docs/API.md"));
    for (const name of Object.keys(kpiRequestSchema.shape)) if (name !== "kpi") expect([...rows.keys()]).toContain(name);
    for (const kpi of kpiDefinitions) {
      const [, filters, breakdowns, measures] = rows.get(kpi.id) ?? [];
      expect({ id: kpi.id, filters: codes(filters), breakdowns: codes(breakdowns), measures: codes(measures) }).toEqual({
        id: kpi.id,
        filters: kpi.filters,
        breakdowns: kpi.groupings,
        measures: kpi.measures,
      });
    }
    for (const id of kpiIds) expect(read("docs/KPIS.md")).toContain(`\n## ${id}\n`);
  });

  it("docs/LIVE.md: every frame with its fields", () => {
    const schemas: Record<keyof protocol.ClientFrames | keyof protocol.ServerFrames, { shape: object }> = {
      subscribe: protocol.subscribeSchema,
      watch: protocol.watchSchema,
      unsubscribe: protocol.unsubscribeSchema,
      snapshot: protocol.snapshotSchema,
      delta: protocol.deltaSchema,
      touched: protocol.touchedSchema,
      stale: protocol.staleSchema,
      closed: protocol.closedSchema,
      identity: protocol.identitySchema,
      notified: protocol.notifiedSchema,
      goodbye: z.omit(protocol.problemSchema, { field: true }),
    };
    const rows = rowsOf(read("docs/LIVE.md"));
    for (const [frame, schema] of Object.entries(schemas)) {
      expect(codes(rows.get(frame)?.[1]).sort(), frame).toEqual(Object.keys(schema.shape).sort());
    }
  });

  it("docs/ARCHITECTURE.md: each invariant is in the titles of the tests that it names", () => {
    const rows = [...read("docs/ARCHITECTURE.md").matchAll(/^\| ([A-Z]+-\d) \|.*\| (.*) \|$/gm)];
    expect(rows.length).toBeGreaterThan(5);
    for (const [, id, cell] of rows) {
      const named = [...(cell ?? "").matchAll(/\]\(\.\.\/([^)]+)\)/g)].map((match) => match[1] ?? "");
      expect(named.length, id).toBeGreaterThan(0);
      for (const file of named)
        expect(read(file), `${id} in ${file}`).toMatch(new RegExp(`(it|test|describe)[^\\n]*\\(\\s*["\`][^"\`\\n]*${id}`));
    }
  });

  it("docs/SECURITY.md: each demand once, with one of its words", () => {
    const text = read("docs/SECURITY.md");
    const list = text.slice(text.indexOf("\n## V1 "));
    const ids = [...list.matchAll(/(V\d+\.\d+\.)(\d+)(?: to \1(\d+))?/g)].flatMap(([, section, first, last]) =>
      Array.from({ length: Number(last ?? first) - Number(first) + 1 }, (_, index) => `${section}${Number(first) + index}`),
    );
    expect(ids.length).toBeGreaterThan(200);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const words = ["holds", "partly", "no", "operator", "none"];
    const states = [...list.matchAll(/^\| V[^|]*\|[^|]*\| ([^|]*) \|/gm)].map(([, state]) => state);
    expect(states.length).toBeGreaterThan(100);
    expect(states.filter((state) => !words.includes(state ?? ""))).toEqual([]);
  });

  it("README.md: its events keep their contracts", () => {
    const events = read("README.md").match(/^\{"specversion".*\}$/gm) ?? [];
    expect(events.length).toBe(4);
    for (const event of events) {
      const filled = event.replaceAll("$NOW", "2026-03-09T00:00:00Z").replaceAll("$TERM_ID", "2026-1");
      expect(validate(JSON.parse(filled))).toMatchObject({ ok: true });
    }
  });
});
