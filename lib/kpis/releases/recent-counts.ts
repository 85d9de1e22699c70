import { LRUCache } from "lru-cache";
import type { Database } from "@/lib/platform/database";
import type { readLeafCounts } from "./leaf-counts";

type Counts = ReturnType<typeof readLeafCounts>;

/** Of so many questions: those of a page, for a few scopes. */
const mostQuestions = 40;
const byDatabase = new WeakMap<Database, LRUCache<string, Counts>>();

/**
 * Counts of leaves are the same for all places of a question while the feed stands still: they are read once a position.
 * `key`: question, position, day and threshold.
 */
export function recentCounts(database: Database, key: string, read: () => Counts): Counts {
  const recent = byDatabase.get(database) ?? new LRUCache<string, Counts>({ max: mostQuestions });
  byDatabase.set(database, recent);
  const known = recent.get(key);
  if (known !== undefined) return known;
  const counts = read();
  recent.set(key, counts);
  // What failed is read again.
  counts.catch(() => recent.delete(key));
  return counts;
}
