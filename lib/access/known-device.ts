import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Devices that have signed in before are told by a signed cookie, as OWASP describes it: one entry for each account,
 * `account.nonce.signature`. It lets nobody in: a guess that comes with one is only counted apart from those of
 * strangers (lib/access/throttle.ts), so that strangers cannot lock its owner out.
 */
export const deviceCookie = "bellwether.device";
export const deviceCookieDays = 365;

/** Accounts that one browser remembers: shared machines have several. */
const mostAccounts = 5;

export class KnownDevices {
  constructor(private readonly secret: string) {}

  /** The device by which this account is known here; null for a stranger. */
  deviceOf(cookie: string | undefined, account: string): string | null {
    const name = this.nameOf(account);
    for (const entry of entriesOf(cookie)) {
      const [of = "", nonce = "", signature = ""] = entry.split(".");
      const wanted = Buffer.from(this.sign(of, nonce));
      const given = Buffer.from(signature);
      if (of === name && given.length === wanted.length && timingSafeEqual(given, wanted)) return nonce;
    }
    return null;
  }

  /** The cookie of a browser that has just signed in, with what it knew before. */
  remember(cookie: string | undefined, account: string): string {
    const name = this.nameOf(account);
    const nonce = randomBytes(18).toString("base64url");
    const others = entriesOf(cookie).filter((entry) => !entry.startsWith(`${name}.`));
    return [`${name}.${nonce}.${this.sign(name, nonce)}`, ...others].slice(0, mostAccounts).join("~");
  }

  private nameOf(account: string): string {
    return this.hash(`account\u0000${account.trim().toLowerCase()}`).slice(0, 22);
  }

  private sign(name: string, nonce: string): string {
    return this.hash(`device\u0000${name}\u0000${nonce}`);
  }

  private hash(text: string): string {
    return createHmac("sha256", this.secret).update(`known device\u0000${text}`).digest("base64url");
  }
}

const entriesOf = (cookie = "") => cookie.split("~", mostAccounts).filter((entry) => entry.length > 0 && entry.length < 200);
