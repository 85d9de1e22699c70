import { BellwetherError } from "@/lib/platform/errors";
import { TokenBuckets } from "@/lib/platform/token-buckets";

/** Events a second that a key may send on average, where it has no rate of its own. */
export const defaultEventsPerSecond = 50_000;
/** A sender that was silent may send this many seconds' worth at once. */
const burstSeconds = 10;

/**
 * A token bucket for each key. A body's events are charged when they are known, so that a body may run
 * into debt; the next one is refused until the debt is paid.
 */
export class RateLimit {
  private readonly buckets: TokenBuckets;

  /** `now` in milliseconds, never going back. */
  constructor(now: () => number) {
    this.buckets = new TokenBuckets(now, burstSeconds);
  }

  /** Throws too-many-requests while the key is in debt. */
  admit(keyId: string, eventsPerSecond: number): void {
    const retryAfterSeconds = this.buckets.wait(keyId, eventsPerSecond);
    if (retryAfterSeconds === 0) return;
    throw new BellwetherError("too-many-requests", `This API key may send ${eventsPerSecond} events a second.`, {
      limit: eventsPerSecond,
      retryAfterSeconds,
    });
  }

  charge(keyId: string, eventsPerSecond: number, events: number): void {
    this.buckets.charge(keyId, eventsPerSecond, Math.max(1, events));
  }
}
