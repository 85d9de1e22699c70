import { randomUUID } from "node:crypto";
import { z } from "zod";
import { writeAudit } from "@/lib/access/write-audit";
import { nameSchema } from "@/lib/contracts/values";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { dimensionLock } from "../apply-batch";
import { cellsAreOfFlink } from "../cell-engine";
import { staleGrades } from "./stale-grades";

const letterSchema = z.strictObject({
  letter: nameSchema.max(20),
  points: z.number().min(0).max(100).nullable(),
  failing: z.boolean(),
  low: z.boolean(),
});

/** A scale of the institution's own: its letters, the best first. */
export const ownScaleSchema = z
  .strictObject({ scale: nameSchema.max(100), letters: z.array(letterSchema).min(2).max(40) })
  .refine(({ letters }) => new Set(letters.map(({ letter }) => letter)).size === letters.length, {
    path: ["letters"],
    message: "must not hold a letter twice",
    params: { rule: "unique" },
  });
export type OwnScale = z.infer<typeof ownScaleSchema>;

/**
 * Adds a scale, or gives one of the institution's own other letters. Grades that came before under its name are then
 * to be computed again: returns the recomputation's id, null where there are none. Throws conflict for a scale that
 * is known from the start.
 */
export async function changeScale(database: Database, { scale, letters }: OwnScale, actor: string, now: Date): Promise<string | null> {
  return withTransaction(database.owner, async (client) => {
    // No batch is under way that read the letters of before.
    await client.query("SELECT pg_advisory_xact_lock($1)", [dimensionLock]);
    const found = await client.query<{ own: boolean }>(
      `SELECT EXISTS (SELECT FROM app.own_scale WHERE scale = $1) AS own WHERE EXISTS (SELECT FROM warehouse.dim_scale_letter WHERE scale = $1)`,
      [scale],
    );
    const known = found.rows[0];
    if (known?.own === false) {
      throw new BellwetherError("conflict", "This scale is known from the start and stays as it is.", {
        field: "scale",
        rule: "built-in",
        found: scale,
      });
    }
    await client.query("DELETE FROM warehouse.dim_scale_letter WHERE scale = $1", [scale]);
    await client.query(
      `INSERT INTO warehouse.dim_scale_letter (scale, letter, position, points, failing, low)
       SELECT $1, e->>'letter', position, (e->>'points')::numeric, (e->>'failing')::boolean, (e->>'failing')::boolean OR (e->>'low')::boolean
       FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS letters (e, position)`,
      [scale, JSON.stringify(letters)],
    );
    if (await cellsAreOfFlink(client)) {
      await client.query("INSERT INTO log.dimension_change (batch, dimension) VALUES (nextval('warehouse.batch_number'), 'scale_letter')");
    }
    await client.query(
      `INSERT INTO app.own_scale (scale, made_by, changed_at) VALUES ($1, $2, $3)
       ON CONFLICT (scale) DO UPDATE SET made_by = excluded.made_by, changed_at = excluded.changed_at`,
      [scale, actor, now],
    );
    const action = known === undefined ? "scale.added" : "scale.changed";
    await writeAudit(client, { actor, action, subject: `scale:${scale}`, detail: { letters: letters.length } });
    const stale = await client.query<{ terms: number }>(`SELECT count(DISTINCT term_key)::int AS terms FROM ${staleGrades} stale`, [scale]);
    const terms = stale.rows[0]?.terms ?? 0;
    if (terms === 0) return null;
    const begun = await client.query<{ id: string }>(
      // One that is under way goes on by the letters of now.
      `INSERT INTO app.recomputation AS open (id, scale, actor, began_at, terms) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (scale) WHERE ended_at IS NULL DO UPDATE SET terms = open.terms_done + excluded.terms RETURNING id`,
      [randomUUID(), scale, actor, now, terms],
    );
    const id = begun.rows[0]?.id ?? null;
    await writeAudit(client, { actor, action: "recomputation.began", subject: `recomputation:${id}`, detail: { scale, terms } });
    return id;
  });
}
