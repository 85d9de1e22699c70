import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { type Seen, seenSchema } from "./changes-since";

/** Whoever comes back after this long begins a new visit: what is new is told against the end of the one before. */
const visitEndsAfter = "1 hour";

export type LookBefore = { at: string; seen: Seen };
const rowSchema = z.object({ at: z.date().nullable(), seen: seenSchema.nullable() });

/** What the reader saw of a list at the end of the visit before; null at the first. */
export async function readLookBefore(database: Database, userId: string, about: string, now: Date): Promise<LookBefore | null> {
  const found = await database.owner.query(
    `SELECT CASE WHEN at < $3::timestamptz - interval '${visitEndsAfter}' THEN at ELSE before_at END AS at,
       CASE WHEN at < $3::timestamptz - interval '${visitEndsAfter}' THEN seen ELSE before_seen END AS seen
     FROM app.look WHERE user_id = $1 AND about = $2`,
    [userId, about, now],
  );
  const { at, seen } = rowSchema.parse(found.rows[0] ?? { at: null, seen: null });
  return at === null || seen === null ? null : { at: at.toISOString(), seen };
}

/** The reader looks at a list now, and this is what is on it. */
export async function noteLook(database: Database, userId: string, about: string, now: Date, seen: Seen): Promise<void> {
  await database.owner.query(
    `INSERT INTO app.look AS look (user_id, about, at, seen) VALUES ($1, $2, $3, $4)
     ON CONFLICT (user_id, about) DO UPDATE SET at = excluded.at, seen = excluded.seen,
       before_at = CASE WHEN look.at < excluded.at - interval '${visitEndsAfter}' THEN look.at ELSE look.before_at END,
       before_seen = CASE WHEN look.at < excluded.at - interval '${visitEndsAfter}' THEN look.seen ELSE look.before_seen END
     WHERE look.at <= excluded.at`,
    [userId, about, now, seen],
  );
}

/** The list of a reader's advisees in a term. */
export const aboutAdvisees = (term: string): string => `advisees/${term}`;
