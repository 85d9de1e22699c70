import { LRUCache } from "lru-cache";
import { BellwetherError } from "@/lib/platform/errors";

/** Events a second that a key may send on average, where it has no rate of its own. */
export const defaultEventsPerSecond = 50_000;
/** A sender that was silent may send this many seconds' worth at once. */
const burstSeconds = 10;
const knownKeys = 10_000;

type Bucket = { level: number; at: number };

/**
 * A token bucket for each key. A body's events are charged when they are known, so that a body may run
 * into debt; the next one is refused until the debt is paid.
 */
export class RateLimit {
  private readonly buckets = new LRUCache<string, Bucket>({ max: knownKeys });

  /** `now` in milliseconds, never going back. */
  constructor(private readonly now: () => number) {}

  /** Throws too-many-requests while the key is in debt. */
  admit(keyId: string, eventsPerSecond: number): void {
    const { level } = this.refill(keyId, eventsPerSecond);
    if (level > 0) return;
    throw new BellwetherError("too-many-requests", `This API key may send ${eventsPerSecond} events a second.`, {
      limit: eventsPerSecond,
      retryAfterSeconds: Math.max(1, Math.ceil((1 - level) / eventsPerSecond)),
    });
  }

  charge(keyId: string, eventsPerSecond: number, events: number): void {
    this.refill(keyId, eventsPerSecond).level -= Math.max(1, events);
  }

  private refill(keyId: string, eventsPerSecond: number): Bucket {
    const now = this.now();
    const most = eventsPerSecond * burstSeconds;
    const bucket = this.buckets.get(keyId) ?? { level: most, at: now };
    bucket.level = Math.min(most, bucket.level + ((now - bucket.at) / 1_000) * eventsPerSecond);
    bucket.at = now;
    this.buckets.set(keyId, bucket);
    return bucket;
  }
}
