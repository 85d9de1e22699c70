import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Pool, PoolClient } from "pg";
import { z } from "zod";
import { type Scope, scopeKey } from "@/lib/access/scope";
import type { Database } from "@/lib/platform/database";
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

type HeadRow = {
  id: string;
  leaf: number;
  time: Time;
  position: string;
  block: number;
  size: number;
  veiled: string | null;
  figures: unknown;
};
const headColumns = "id::text AS id, leaf, time, position::text AS position, block, size, veiled::text AS veiled, figures";

/** The last release of each leaf and time up to a position, of a past. */
export async function loadPastLedger(client: Pool | PoolClient, question: string, upTo: bigint): Promise<Ledger> {
  const rows = await client.query<HeadRow>(
    `SELECT DISTINCT ON (time, leaf) ${headColumns} FROM app.released_leaf
     WHERE question = $1 AND position <= $2 ORDER BY time, leaf, position DESC`,
    [question, upTo.toString()],
  );
  return new Ledger(rows.rows.map(toHead));
}

/** So many heads are held, about a kilobyte each: the ledgers of ten large institutions' terms, or of many small ones. */
const mostHeads = 150_000;
type Held = { last: bigint; ledger: Ledger };
const held = new WeakMap<Database, LRUCache<string, Held>>();
const sizeOf = ({ ledger }: Held): number => Math.max(1, ledger.size);

/** The last release of each leaf and time. What was read before is held, for releases are only added to. */
export async function loadLedger(database: Database, client: Pool | PoolClient, question: string): Promise<Ledger> {
  const ledgers = held.get(database) ?? new LRUCache<string, Held>({ maxSize: mostHeads, sizeCalculation: sizeOf });
  held.set(database, ledgers);
  const newest = await client.query<{ last: string | null }>({
    name: "last release",
    text: "SELECT max(id)::text AS last FROM app.released_leaf WHERE question = $1",
    values: [question],
  });
  const last = BigInt(newest.rows[0]?.last ?? 0);
  const known = ledgers.get(question) ?? { last: 0n, ledger: new Ledger() };
  const before = last === 0n ? { last: 0n, ledger: new Ledger() } : known;
  if (before.last === last) return before.ledger;
  const rows = await client.query<HeadRow>({
    name: "released leaves",
    text: `SELECT DISTINCT ON (time, leaf) ${headColumns} FROM app.released_leaf
     WHERE question = $1 AND id > $2 AND id <= $3 ORDER BY time, leaf, id DESC`,
    values: [question, before.last.toString(), last.toString()],
  });
  const ledger = before.ledger.with(rows.rows.map(toHead));
  ledgers.set(question, { last, ledger });
  return ledger;
}

const toHead = ({ id: _, position, veiled, figures, ...head }: HeadRow): Head => ({
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

/** Whether what had been released by a moment may be gone (drop-superseded.ts). */
export async function isBeyondHorizon(client: Pool | PoolClient, moment: Date): Promise<boolean> {
  const found = await client.query("SELECT FROM app.release_horizon WHERE moment > $1", [moment]);
  return found.rows.length > 0;
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
