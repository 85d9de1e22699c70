import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { LRUCache } from "lru-cache";
import { BellwetherError } from "@/lib/platform/errors";
import { TokenBuckets } from "@/lib/platform/token-buckets";

/** A page asks for much at once when it opens: so many seconds' worth may come together. */
const burstSeconds = 10;
const knownFor = 10 * 60_000;
const sessionCookie = /(?:^|;\s*)(?:__Secure-|__Host-)?next-auth\.session-token(?:\.\d+)?=([^;]+)/;

/** Who asks: `learn` is told the answer's status. */
export type Asker = { learn(status: number): Promise<void> };
/** Whether what a request shows of itself lets somebody in. */
export type IsSomebody = (headers: IncomingHttpHeaders) => Promise<boolean>;

/**
 * How often a session, an API key or an address may ask for data. Whoever has been answered with a token that lets
 * somebody in is counted by that token, so that a campus behind one address is many; who has not is counted by the
 * address, so that tokens made up one after the other are one. An answer alone says nothing of its token: there are
 * addresses that answer everybody, and such as are none. Counted a process: several let through as many times as much.
 */
export class RequestLimit {
  private readonly buckets: TokenBuckets;
  private readonly known: LRUCache<string, true>;

  /** `now` in milliseconds, never going back. */
  constructor(
    private readonly perSecond: number,
    now: () => number,
    private readonly isSomebody: IsSomebody,
  ) {
    this.buckets = new TokenBuckets(now, burstSeconds);
    this.known = new LRUCache({ max: 10_000, ttl: knownFor, perf: { now } });
  }

  /** Takes the handshake of a socket that nobody's session comes with. False: this address has asked too often, for whatever. */
  admitStranger(address: string): boolean {
    const name = `address ${address}`;
    if (this.buckets.wait(name, this.perSecond) > 0) return false;
    this.buckets.charge(name, this.perSecond, 1);
    return true;
  }

  /** Takes one request. Throws too-many-requests. */
  admit(headers: IncomingHttpHeaders, address: string): Asker {
    const token = tokenOf(headers);
    const isKnown = token !== null && this.known.has(token);
    const name = isKnown ? token : `address ${address}`;
    const retryAfterSeconds = this.buckets.wait(name, this.perSecond);
    if (retryAfterSeconds > 0) {
      throw new BellwetherError("too-many-requests", `At most ${this.perSecond} requests a second are answered here; come back later.`, {
        limit: this.perSecond,
        retryAfterSeconds,
      });
    }
    this.buckets.charge(name, this.perSecond, 1);
    return {
      learn: async (status) => {
        if (token === null) return;
        if (status === 401) this.known.delete(token);
        else if (status < 500 && (isKnown || (await this.isSomebody(headers)))) this.known.set(token, true);
      },
    };
  }
}

/** What a request shows of itself, hashed: the limit keeps no secrets. */
function tokenOf({ authorization, cookie }: IncomingHttpHeaders): string | null {
  const shown = authorization ?? sessionCookie.exec(cookie ?? "")?.[1];
  return shown === undefined ? null : createHash("sha256").update(shown).digest("base64url");
}
