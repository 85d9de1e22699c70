import { LRUCache } from "lru-cache";

type Bucket = { level: number; at: number };

/**
 * A token bucket for each name: so many a second on average, and some seconds' worth at once after a silence. A charge
 * may run into debt; nothing is admitted until it is paid.
 */
export class TokenBuckets {
  private readonly buckets: LRUCache<string, Bucket>;

  /** `now` in milliseconds, never going back. */
  constructor(
    private readonly now: () => number,
    private readonly burstSeconds: number,
    most = 10_000,
  ) {
    this.buckets = new LRUCache({ max: most });
  }

  /** Whole seconds after which a name in debt may come again; 0 where it may now. */
  wait(name: string, perSecond: number): number {
    const { level } = this.refill(name, perSecond);
    return level > 0 ? 0 : Math.max(1, Math.ceil((1 - level) / perSecond));
  }

  charge(name: string, perSecond: number, amount: number): void {
    this.refill(name, perSecond).level -= amount;
  }

  private refill(name: string, perSecond: number): Bucket {
    const now = this.now();
    const most = perSecond * this.burstSeconds;
    const bucket = this.buckets.get(name) ?? { level: most, at: now };
    bucket.level = Math.min(most, bucket.level + ((now - bucket.at) / 1_000) * perSecond);
    bucket.at = now;
    this.buckets.set(name, bucket);
    return bucket;
  }
}
