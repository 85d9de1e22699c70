import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import { z } from "zod";
import { type Scope, scopeKey } from "@/lib/access/scope";
import type { ResultCell } from "../queries/result";
import type { KpiRequest } from "../request";

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
  scales: z.array(z.object({ scale: z.string(), n: z.number(), value: z.number().nullable(), measures })).optional(),
});

const releaseSchema = z.object({
  cell: z.string(),
  position: z.string().transform(BigInt),
  hidden: z.boolean(),
  ripe: z.boolean(),
  figures: figuresSchema,
});

/** The last that was given of a cell. */
export type Release = { cell: string; position: bigint; hidden: boolean; ripe: boolean; figures: ResultCell };

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

/** Decisions about a question are taken one after the other, whichever process takes them, until the transaction ends. */
export async function lockQuestion(client: PoolClient, question: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 715205))", [question]);
}

/** The last release of each cell up to a position; all there are where it is null. */
export async function loadReleases(client: PoolClient, question: string, upTo: bigint | null, threshold: number): Promise<Release[]> {
  const rows = await client.query(
    `SELECT DISTINCT ON (cell) cell, position::text AS position, hidden, ripe_for >= $3 AS ripe, figures FROM app.release
     WHERE question = $1 AND ($2::bigint IS NULL OR position <= $2) ORDER BY cell, position DESC`,
    [question, upTo?.toString() ?? null, threshold],
  );
  return rows.rows.map((row) => toRelease(releaseSchema.parse(row)));
}

function toRelease({ figures, ...release }: z.infer<typeof releaseSchema>): Release {
  const { weighed, parts, scales, ...rest } = figures;
  const given = { ...rest, ...(weighed === undefined ? {} : { weighed }) };
  return { ...release, figures: { ...given, ...(parts === undefined ? {} : { parts }), ...(scales === undefined ? {} : { scales }) } };
}

export async function saveReleases(
  client: PoolClient,
  question: string,
  at: { position: bigint; moment: Date },
  cells: readonly Pick<Release, "cell" | "hidden" | "figures">[],
): Promise<void> {
  if (cells.length === 0) return;
  await client.query(
    `INSERT INTO app.release (question, cell, position, released_at, hidden, figures)
     SELECT $1, cell, $2, $3, hidden, figures FROM unnest($4::text[], $5::boolean[], $6::jsonb[]) AS given (cell, hidden, figures)
     ON CONFLICT (question, cell, position) DO NOTHING`,
    [
      question,
      at.position.toString(),
      at.moment,
      cells.map(({ cell }) => cell),
      cells.map(({ hidden }) => hidden),
      cells.map(({ figures }) => JSON.stringify(figures)),
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
