import { createHash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { z } from "zod";
import { type Scope, scopeKey } from "@/lib/access/scope";
import type { ResultCell } from "../queries/result";
import { type Head, type LeafFigures, Ledger, type Time } from "./ledger";
import { type Figure, figureName } from "./named-counts";

const measures = z.union([
  z.object({ letters: z.record(z.string(), z.number()), gradePointCredits: z.number(), gradedCredits: z.number() }),
  z.record(z.string(), z.number()),
]);
const cellSchema = z.object({
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
const figuresSchema = z.record(z.string(), z.object({ whole: cellSchema, byLetter: z.record(z.string(), cellSchema).optional() }));

/**
 * The figures that are released together under one scope, and under the rules that their numbers hang on. A new version of the policy
 * that leaves those rules alone goes on with the releases that were given.
 */
export function questionOf(scope: Scope, figures: readonly Figure[], term: string | null, rules: unknown): string {
  const asked = [scopeKey(scope), figures.map(figureName), term, rules];
  return createHash("sha256").update(JSON.stringify(asked)).digest("base64url");
}

/** Decisions about a question are kept one after the other, whichever process takes them, until the transaction ends. */
export async function lockQuestion(client: PoolClient, question: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 715205))", [question]);
}

type HeadRow = { leaf: number; time: Time; position: string; block: number; size: number; veiled: string | null; figures: unknown };

/** The last release of each leaf and time, up to a position; the very last where it is null. */
export async function loadLedger(client: Pool | PoolClient, question: string, upTo: bigint | null): Promise<Ledger> {
  const rows = await client.query<HeadRow>({
    name: "released leaves",
    text: `SELECT DISTINCT ON (time, leaf) leaf, time, position::text AS position, block, size, veiled::text AS veiled, figures FROM app.released_leaf
     WHERE question = $1 AND ($2::bigint IS NULL OR position <= $2) ORDER BY time, leaf, position DESC`,
    values: [question, upTo?.toString() ?? null],
  });
  return new Ledger(rows.rows.map(toHead));
}

const toHead = ({ position, veiled, figures, ...head }: HeadRow): Head => ({
  ...head,
  position: BigInt(position),
  veiled: veiled === null ? null : BigInt(veiled),
  figures: readFigures(figures),
});

function readFigures(kept: unknown): LeafFigures {
  const figures = Object.entries(figuresSchema.parse(kept)).map(([name, { whole, byLetter }]) => {
    const letters = Object.entries(byLetter ?? {}).map(([letter, cell]) => [letter, toCell(cell)] as const);
    return [name, { whole: toCell(whole), ...(byLetter === undefined ? {} : { byLetter: Object.fromEntries(letters) }) }] as const;
  });
  return Object.fromEntries(figures);
}

function toCell({ weighed, parts, scale, scales, ...rest }: z.infer<typeof cellSchema>): ResultCell {
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
    `SELECT (SELECT min(position)::text FROM app.released_leaf WHERE question = $1) AS first,
       EXISTS (SELECT FROM app.release_horizon WHERE moment > $2) AS gone`,
    [question, moment],
  );
  const [{ first, gone } = { first: null, gone: false }] = found.rows;
  if (gone) return "later";
  if (first === null) return "open";
  return BigInt(first) <= position ? "then" : "later";
}

export async function saveHeads(client: PoolClient, question: string, heads: readonly Head[], moment: Date): Promise<void> {
  if (heads.length === 0) return;
  await client.query(
    `INSERT INTO app.released_leaf (question, time, leaf, position, released_at, block, size, veiled, figures)
     SELECT $1, time, leaf, position, $2, block, size, veiled, figures
     FROM unnest($3::text[], $4::int[], $5::bigint[], $6::int[], $7::int[], $8::bigint[], $9::jsonb[])
       AS given (time, leaf, position, block, size, veiled, figures)`,
    [
      question,
      moment,
      heads.map(({ time }) => time),
      heads.map(({ leaf }) => leaf),
      heads.map(({ position }) => position.toString()),
      heads.map(({ block }) => block),
      heads.map(({ size }) => size),
      heads.map(({ veiled }) => veiled?.toString() ?? null),
      heads.map(({ figures }) => JSON.stringify(figures)),
    ],
  );
}
