import { isDeepStrictEqual } from "node:util";
import type { PoolClient } from "pg";
import { z } from "zod";
import { readRows } from "@/lib/platform/read-rows";
import { type RenderedContent, renderedContentSchema } from "../content-shape";
import { headlineFiguresSchema } from "../headline-shape";
import type { Eyes, HeadlineFigures } from "../ports";
import { eyesKey, eyesSchema } from "../recipients/eyes";

const rowSchema = z.object({
  recipient: z.string(),
  /** The moment that its figures are of: what was committed while it was drawn is told the next time. */
  at: z.date(),
  eyes: eyesSchema,
  reached: z.string(),
  content: renderedContentSchema,
  headline: headlineFiguresSchema,
});
export type Previous = z.infer<typeof rowSchema>;

/** What recipients were sent last by a schedule. What cannot be understood is told to `onError`, and counts as not sent. */
export async function previousShares(
  client: Pick<PoolClient, "query">,
  { schedule, before }: { schedule: string | null; before: string },
  recipients: readonly string[],
  onError: (error: unknown) => void,
): Promise<Map<string, Previous>> {
  if (schedule === null) return new Map();
  const found = await client.query(
    `SELECT asked.recipient, last.* FROM unnest($3::text[]) AS asked(recipient), LATERAL (
       SELECT coalesce((SELECT c.committed_at FROM warehouse.feed_commit c WHERE c.position = g.position), g.ended_at) AS at,
         g.id, g.eyes, g.reached, g.content, g.headline
       FROM app.report_run r JOIN app.report_delivery d ON d.run = r.id AND d.recipient = asked.recipient
       JOIN app.report_rendering g ON g.id = d.rendering
       WHERE r.schedule = $1 AND r.id <> $2 AND d.state IN ('sent', 'kept')
       ORDER BY r.due_at DESC LIMIT 1) last`,
    [schedule, before, recipients],
  );
  return new Map(readRows(rowSchema, found.rows, "rendering", onError).map((row) => [row.recipient, row]));
}

type Seeing = { eyes: Eyes; reached: string };
export type Since = { since: Date | null; before: HeadlineFigures | null };

/**
 * Since when changes are told, and what was told then. The time is that of the figures, which all who shared them have in
 * common. Only what was seen with the same eyes, of the same places and with the same filters: what somebody saw of more
 * than is theirs now is not brought up again (SCOPE-1).
 */
export function sinceOf(previous: Previous | undefined, { eyes, reached }: Seeing, content: RenderedContent): Since {
  const seesSame = previous !== undefined && eyesKey(previous.eyes) === eyesKey(eyes) && previous.reached === reached;
  return seesSame && isDeepStrictEqual(about(previous.content), about(content))
    ? { since: previous.at, before: previous.headline }
    : { since: null, before: null };
}

/** What decides the figures: neither the paper nor the language. */
const about = ({ kind, subjects, term, period, program, yearOfStudy }: RenderedContent) => ({
  kind,
  subjects,
  term,
  period,
  program,
  yearOfStudy,
});
