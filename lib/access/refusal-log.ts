import { LRUCache } from "lru-cache";
import { TokenBuckets } from "@/lib/platform/token-buckets";

/**
 * One access that was refused, or of which there is nothing: what is foreign and what is unknown answer alike, and so this
 * says the same of both. `principal`: user:<id>, api-key:<id> or nobody; in a view whoever looks, and as whom. `resource`:
 * of which kind it is, by an address in which every id is a star. `by`: names of the filters that were asked by. Whatever was asked
 * for by its id is not here: it may be a name, typed into an address (PII-1).
 */
export type Refusal = {
  principal: string;
  viewedAs?: string;
  method: string;
  resource: string;
  by?: readonly string[];
  status: 403 | 404;
};
/** `withheld`: so many of the same principal since the line before were not written. */
export type RefusalLine = Refusal & { withheld?: number };

/** Lines of one principal: so many at once after a silence, and one every so many seconds after them. */
const atOnce = 20;
const secondsEach = 5;
const mostPrincipals = 10_000;

/** Refused accesses as lines of the log (ASVS V16.3.2), as many of one principal as tell what goes on and flood nobody. */
export class RefusalLog {
  private readonly buckets: TokenBuckets;
  private readonly withheld = new LRUCache<string, number>({ max: mostPrincipals });

  /** `now` in milliseconds, never going back. */
  constructor(
    private readonly write: (line: RefusalLine) => void,
    now: () => number,
  ) {
    this.buckets = new TokenBuckets(now, atOnce * secondsEach, mostPrincipals);
  }

  tell(refusal: Refusal): void {
    const { principal } = refusal;
    const withheld = this.withheld.get(principal) ?? 0;
    if (this.buckets.wait(principal, 1 / secondsEach) > 0) {
      this.withheld.set(principal, withheld + 1);
      return;
    }
    this.buckets.charge(principal, 1 / secondsEach, 1);
    this.withheld.delete(principal);
    this.write(withheld === 0 ? refusal : { ...refusal, withheld });
  }
}
