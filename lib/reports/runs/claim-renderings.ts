import type { PoolClient } from "pg";
import { z } from "zod";
import { type Database, withTransaction } from "@/lib/platform/database";
import { locales } from "@/lib/platform/locale";
import { renderedContentSchema } from "../content-shape";
import { headlineFiguresSchema } from "../headline-shape";
import { eyesSchema } from "../recipients/eyes";
import type { Claiming } from "./claim-deliveries";
import { claimReadable } from "./claim-readable";
import { giveRenderingUp } from "./end-rendering";
import type { Held } from "./held";
import { renderingMove } from "./moves";
import { unreadableCause } from "./run-problem";

const rowSchema = z.object({
  id: z.uuid(),
  run: z.uuid(),
  content: renderedContentSchema,
  eyes: eyesSchema,
  locale: z.enum(locales),
  since: z.date().nullable(),
  before: headlineFiguresSchema.nullable(),
  attempts: z.number().int(),
  lease: z.number().int(),
  purpose: z.enum(["scheduled", "now", "preview"]),
});
export type ClaimedRendering = z.infer<typeof rowSchema>;

/** Milliseconds that a rendering may take: it is ended before another process may begin it anew. */
export const renderingLease = 3 * 60_000;
export const renderingTime = 2.5 * 60_000;

const previewLock = 715_211;
/** Somebody waits for a preview; but one at a time, over all processes: however many are asked for, reports that are due go on. */
const which = {
  preview: `r.purpose = 'preview' AND NOT EXISTS (SELECT FROM app.report_rendering other JOIN app.report_run of ON of.id = other.run
     WHERE of.purpose = 'preview' AND other.state = $3 AND other.lease_until > $1)`,
  report: "r.purpose <> 'preview'",
} as const;

/**
 * So many renderings that are due, or whose process is gone, first what somebody waits for. The number of the lease is raised: who
 * had it before writes nothing more. What cannot be understood fails, and with it what waits for it.
 */
export async function claimRenderings(database: Database, most: number, claiming: Claiming): Promise<ClaimedRendering[]> {
  const claim = (of: keyof typeof which, room: number) =>
    claimReadable(rowSchema, "rendering", room, {
      take: (more) => (more <= 0 ? Promise.resolve([]) : take(database, of, more, claiming)),
      giveUp: (row) => giveRenderingUp(database, row, unreadableCause, claiming.now),
      onError: claiming.onError,
    });
  const previews = await claim("preview", Math.min(1, most));
  const reports = await claim("report", most - previews.length);
  return [...previews, ...reports];
}

type Taken = Held & { run: string };

function take({ owner }: Database, of: keyof typeof which, most: number, claiming: Claiming): Promise<Taken[]> {
  if (of === "report") return takeFrom(owner, which.report, most, claiming);
  return withTransaction(owner, async (client) => {
    // Who looks at the same moment finds what was taken here, and not that none was.
    await client.query("SELECT pg_advisory_xact_lock($1)", [previewLock]);
    return takeFrom(client, which.preview, most, claiming);
  });
}

async function takeFrom(client: Pick<PoolClient, "query">, of: string, most: number, { now, held }: Claiming): Promise<Taken[]> {
  const { to, from } = renderingMove("claimed");
  const claimed = await client.query<Taken>(
    `WITH due AS MATERIALIZED (
       SELECT c.id, r.purpose FROM app.report_rendering c JOIN app.report_run r ON r.id = c.run
       WHERE ${of} AND c.next_try_at <= $1 AND (c.state = ANY($5::text[]) OR (c.state = $3 AND c.lease_until <= $1)) AND c.id <> ALL($6::uuid[])
       ORDER BY r.purpose <> 'now', c.next_try_at, c.id LIMIT $2 FOR UPDATE OF c SKIP LOCKED)
     UPDATE app.report_rendering g SET state = $3, attempts = attempts + 1, lease = lease + 1, lease_until = $4 FROM due
     WHERE g.id = due.id
     RETURNING g.id, g.run, g.content, g.eyes, g.locale, g.since, g.before, g.attempts, g.lease, due.purpose`,
    [now, most, to, new Date(now.getTime() + renderingLease), from, held],
  );
  return claimed.rows;
}
