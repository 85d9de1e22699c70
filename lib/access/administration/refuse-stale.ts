import { isDeepStrictEqual } from "node:util";
import type { PoolClient } from "pg";
import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";

const lastSchema = z.object({ at: z.date(), by: z.string().nullable() });

/**
 * What the editor saw must still be so: else somebody else changed it, and is not overwritten. Throws conflict with
 * what each changed field is now, and by whom and when the subject was changed last.
 */
export async function refuseStale<T extends object>(
  client: Pick<PoolClient, "query">,
  subject: string,
  seen: T,
  current: T,
): Promise<void> {
  const now = new Map<string, unknown>(Object.entries(current));
  const changed = Object.entries(seen)
    .filter(([field, was]) => !isDeepStrictEqual(was, now.get(field)))
    .map(([field, was]) => ({ field, found: was, now: now.get(field) ?? null }));
  if (changed.length === 0) return;
  const last = await client.query(
    `SELECT a.at, u.name AS by FROM app.audit a LEFT JOIN app."user" u ON a.actor = 'user:' || u.id
     WHERE a.subject = $1 ORDER BY a.id DESC LIMIT 1`,
    [subject],
  );
  const who = lastSchema.safeParse(last.rows[0]).data;
  throw new BellwetherError("conflict", "This was changed meanwhile.", {
    rule: "changed-meanwhile",
    changed,
    by: who?.by ?? null,
    at: who?.at.toISOString() ?? null,
  });
}
