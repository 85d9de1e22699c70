import { LRUCache } from "lru-cache";
import type { Database } from "@/lib/platform/database";
import type { CountedLeaves } from "./leaf-counts";
import type { Tree } from "./tree";

/** The places of a question's scope, and what is counted in their leaves. */
export type Ground = { tree: Tree; counts: CountedLeaves };

/** Of so many questions: those of a page, for a few scopes. */
const mostQuestions = 40;
const byDatabase = new WeakMap<Database, LRUCache<string, Promise<Ground>>>();

/**
 * Places and counts of leaves are the same for all that is asked under a question while the feed stands still: they are read
 * once a position. `key`: question, position, day and threshold.
 */
export function recentGround(database: Database, key: string, read: () => Promise<Ground>): Promise<Ground> {
  const recent = byDatabase.get(database) ?? new LRUCache<string, Promise<Ground>>({ max: mostQuestions });
  byDatabase.set(database, recent);
  const known = recent.get(key);
  if (known !== undefined) return known;
  const ground = read();
  recent.set(key, ground);
  // What failed is read again.
  ground.catch(() => recent.delete(key));
  return ground;
}
