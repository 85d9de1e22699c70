import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { locales } from "@/lib/platform/locale";
import { papers } from "../content-shape";
import { eyesSchema } from "../recipients/eyes";

const rowSchema = z.object({
  rendering: z.uuid(),
  run: z.uuid(),
  /** Null: a preview. */
  delivery: z.uuid().nullable(),
  title: z.string(),
  locale: z.enum(locales),
  paper: z.enum(papers),
  eyes: eyesSchema,
  /** The moment that its figures are of. */
  at: z.date(),
  processedThrough: z.date().nullable(),
  sha256: z.string(),
});
export type OwnDocument = z.infer<typeof rowSchema>;

/**
 * The document of a delivery to this user, or of a preview that they asked for (by its run); null for any other, and where
 * there is none. Recipients of a preview got nothing, and whoever sends reports does not read those of others here.
 */
export async function findOwnDocument({ owner }: Database, user: string, id: string): Promise<OwnDocument | null> {
  const found = await owner.query(
    `WITH own AS (
       SELECT d.rendering, d.run, d.id AS delivery FROM app.report_delivery d JOIN app.report_run r ON r.id = d.run
       WHERE d.id = $2 AND d.user_id = $1 AND d.state NOT IN ('withheld', 'cancelled') AND r.purpose <> 'preview'
       UNION ALL
       SELECT g.id, r.id, NULL FROM app.report_run r JOIN app.report_rendering g ON g.run = r.id
       WHERE r.id = $2 AND r.owner = $1 AND r.purpose = 'preview')
     SELECT own.*, g.title, g.locale, g.content->>'paper' AS paper, g.eyes, encode(g.sha256, 'hex') AS sha256, g.processed_through AS "processedThrough",
       coalesce((SELECT c.committed_at FROM warehouse.feed_commit c WHERE c.position = g.position), g.ended_at) AS at
     FROM own JOIN app.report_rendering g ON g.id = own.rendering JOIN app.report_document p ON p.rendering = g.id
     WHERE g.state = 'ready' LIMIT 1`,
    [user, id],
  );
  const row: unknown = found.rows[0];
  return row === undefined ? null : rowSchema.parse(row);
}
