import { createHash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { z } from "zod";
import { type Scope, scopeKey } from "@/lib/access/scope";
import type { ResultCell } from "../queries/result";
import type { KpiRequest } from "../request";
import { type CellPlace, placeName } from "./cell";

const measures = z.union([
  z.object({ letters: z.record(z.string(), z.number()), gradePointCredits: z.number(), gradedCredits: z.number() }),
  z.record(z.string(), z.number()),
]);
const figuresSchema = z.object({
  keys: z.array(z.string().nullable()),
  labels: z.array(z.string().nullable()),
  value: z.number().nullable(),
  n: z.object({ students: z.number(), exact: z.boolean() }).nullable(),
  measures,
  weighed: z.object({ attended: z.number(), expected: z.number() }).optional(),
  parts: z.record(z.string(), z.number()).optional(),
  scale: z.string().optional(),
  scales: z.array(z.object({ scale: z.string(), n: z.number(), value: z.number().nullable(), measures })).optional(),
});

/** The last that was given of a cell. `figures`: null where they were not asked for. */
export type Release = { cell: string; position: bigint; hidden: boolean; ripe: boolean; figures: ResultCell | null };

/** Which of a question's releases matter. */
export type Wanted = {
  /** Weeks by their Monday; null: those of the whole term, and of the weeks of `inside`. */
  weeks: readonly string[] | null;
  /** Places whose weeks are parts of what is asked; null for all. */
  inside: readonly string[] | null;
  /** Cells whose figures are needed. Those of leaves over the whole term are given beside them. */
  named: readonly string[];
};

/**
 * One question under one scope, and under the rules that its numbers hang on; its cells are told apart by place and time. A
 * new version of the policy that leaves those rules alone goes on with the releases that were given.
 */
export function questionOf(scope: Scope, request: KpiRequest, term: string | null, rules: unknown): string {
  const { kpi, state, scale } = request;
  const to = kpi === "engagement-rate" ? request.to : undefined;
  const asked = [scopeKey(scope), kpi, term, state ?? "final", scale ?? null, to ?? null, rules];
  return createHash("sha256").update(JSON.stringify(asked)).digest("base64url");
}

/** Decisions about a question are kept one after the other, whichever process takes them, until the transaction ends. */
export async function lockQuestion(client: PoolClient, question: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 715205))", [question]);
}

/** The last release of each cell that matters, up to a position; the very last where it is null. */
export async function loadReleases(
  client: Pool | PoolClient,
  question: string,
  { weeks, inside, named }: Wanted,
  upTo: bigint | null,
  threshold: number,
): Promise<Release[]> {
  const time = weeks === null ? `(week IS NULL ${inside === null ? "OR true" : "OR place = ANY($5)"})` : "week = ANY($5::date[])";
  const among = weeks === null ? inside : weeks;
  const rows = await client.query<HeadRow>({
    name: `releases ${time}`,
    text: `SELECT DISTINCT ON (cell) cell, position::text AS position, hidden, ripe_for >= $3 AS ripe,
       CASE WHEN cell = ANY($4) OR (week IS NULL AND (place LIKE '["section",%' OR place LIKE '["program",%')) THEN figures END AS figures
     FROM app.release WHERE question = $1 AND ($2::bigint IS NULL OR position <= $2) AND ${time} ORDER BY cell, position DESC`,
    values: [question, upTo?.toString() ?? null, threshold, [...named], ...(among === null ? [] : [[...among]])],
  });
  return rows.rows.map(toRelease);
}

/** As the columns have it; there may be as many as places times weeks, of which few come with figures. */
type HeadRow = { cell: string; position: string; hidden: boolean; ripe: boolean; figures: unknown };

/** As of when other questions were last answered of cells, with their numbers. */
export async function loadBeside(
  client: Pool | PoolClient,
  questions: readonly string[],
  cells: readonly { name: string }[],
  upTo: bigint | null,
): Promise<Map<string, bigint[]>> {
  if (questions.length === 0 || cells.length === 0) return new Map();
  const rows = await client.query<{ cell: string; position: string }>(
    `SELECT cell, position::text AS position FROM (
       SELECT DISTINCT ON (question, cell) cell, position, hidden FROM app.release
       WHERE question = ANY($1) AND cell = ANY($2) AND ($3::bigint IS NULL OR position <= $3) ORDER BY question, cell, position DESC) last
     WHERE NOT hidden`,
    [[...questions], cells.map(({ name }) => name), upTo?.toString() ?? null],
  );
  return new Map([...Map.groupBy(rows.rows, ({ cell }) => cell)].map(([cell, all]) => [cell, all.map(({ position }) => BigInt(position))]));
}

function toRelease({ figures, position, ...head }: HeadRow): Release {
  return { ...head, position: BigInt(position), figures: figures === null ? null : readFigures(figures) };
}

function readFigures(kept: unknown): ResultCell {
  const { weighed, parts, scale, scales, ...rest } = figuresSchema.parse(kept);
  return {
    ...rest,
    ...(weighed === undefined ? {} : { weighed }),
    ...(parts === undefined ? {} : { parts }),
    ...(scale === undefined ? {} : { scale }),
    ...(scales === undefined ? {} : { scales }),
  };
}

/**
 * Of a past: `open` where nothing of the question was released ever, `then` where it had been, `later` where it was since,
 * or where what had been may be gone (drop-superseded.ts).
 */
export type Standing = "open" | "later" | "then";

export async function standingOf(
  client: Pool | PoolClient,
  question: string,
  { position, moment }: { position: bigint; moment: Date },
): Promise<Standing> {
  const found = await client.query<{ first: string | null; gone: boolean }>(
    `SELECT (SELECT min(position)::text FROM app.release WHERE question = $1) AS first,
       EXISTS (SELECT FROM app.release_horizon WHERE moment > $2) AS gone`,
    [question, moment],
  );
  const [{ first, gone } = { first: null, gone: false }] = found.rows;
  if (gone) return "later";
  if (first === null) return "open";
  return BigInt(first) <= position ? "then" : "later";
}

/** A cell that is released, as it is given or would be were it not hidden. */
export type Fresh = { cell: string; place: CellPlace; hidden: boolean; figures: ResultCell };

export async function saveReleases(
  client: PoolClient,
  question: string,
  at: { position: bigint; moment: Date },
  cells: readonly Fresh[],
): Promise<void> {
  if (cells.length === 0) return;
  await client.query(
    `INSERT INTO app.release (question, cell, position, released_at, hidden, figures, place, week)
     SELECT $1, cell, $2, $3, hidden, figures, place, week
     FROM unnest($4::text[], $5::boolean[], $6::jsonb[], $7::text[], $8::date[]) AS given (cell, hidden, figures, place, week)
     ON CONFLICT (question, cell, position) DO NOTHING`,
    [
      question,
      at.position.toString(),
      at.moment,
      cells.map(({ cell }) => cell),
      cells.map(({ hidden }) => hidden),
      cells.map(({ figures }) => JSON.stringify(figures)),
      cells.map(({ place }) => placeName(place)),
      cells.map(({ place }) => place.days.from),
    ],
  );
}

/** Notes that enough students changed in these since, so that who they are need not be read again. */
export async function markRipe(client: PoolClient, question: string, cells: readonly Release[], threshold: number): Promise<void> {
  if (cells.length === 0) return;
  await client.query(
    `UPDATE app.release SET ripe_for = $4 FROM unnest($2::text[], $3::bigint[]) AS ripened (cell, position)
     WHERE question = $1 AND release.cell = ripened.cell AND release.position = ripened.position`,
    [question, cells.map(({ cell }) => cell), cells.map(({ position }) => position.toString()), threshold],
  );
}

/** Notes that these, which were shown, travel without their numbers from now on. */
export async function hideReleases(client: PoolClient, question: string, cells: readonly Release[]): Promise<void> {
  if (cells.length === 0) return;
  await client.query(
    `UPDATE app.release SET hidden = true FROM unnest($2::text[], $3::bigint[]) AS given (cell, position)
     WHERE question = $1 AND release.cell = given.cell AND release.position = given.position`,
    [question, cells.map(({ cell }) => cell), cells.map(({ position }) => position.toString())],
  );
}
