import { createHmac } from "node:crypto";
import type { Database } from "@/lib/platform/database";

/** Failures that are let through in a window, for one account at one address, and for an address alone. */
export const mostForAccount = 5;
export const mostForAddress = 30;
export const windowMinutes = 15;

/**
 * Slows down guessing. Counted by account together with the address, so that nobody can lock another out
 * from elsewhere, and by the address alone, against many accounts tried from one place.
 */
export class SignInThrottle {
  constructor(
    private readonly database: Database,
    private readonly secret: string,
  ) {}

  /** Counts a try before it is made, so that many at once do not slip through. False: it must not be made. */
  async admits(email: string, address: string): Promise<boolean> {
    await this.database.owner.query("DELETE FROM app.sign_in_attempt WHERE window_ends_at < now()");
    // The address first: whoever tries many accounts leaves no row for each.
    return (
      (await this.count(this.address(address))) <= mostForAddress && (await this.count(this.account(email, address))) <= mostForAccount
    );
  }

  /** The try was right and counts no more. */
  async forgive(email: string, address: string): Promise<void> {
    for (const subject of [this.address(address), this.account(email, address)])
      await this.database.owner.query("UPDATE app.sign_in_attempt SET failures = failures - 1 WHERE subject = $1", [subject]);
  }

  private async count(subject: Buffer): Promise<number> {
    const found = await this.database.owner.query<{ failures: number }>(
      `INSERT INTO app.sign_in_attempt AS attempt (subject, failures, window_ends_at) VALUES ($1, 1, now() + make_interval(mins => $2))
       ON CONFLICT (subject) DO UPDATE SET
         failures = CASE WHEN attempt.window_ends_at > now() THEN attempt.failures + 1 ELSE 1 END,
         window_ends_at = CASE WHEN attempt.window_ends_at > now() THEN attempt.window_ends_at ELSE excluded.window_ends_at END
       RETURNING failures`,
      [subject, windowMinutes],
    );
    return found.rows[0]?.failures ?? 0;
  }

  private account(email: string, address: string): Buffer {
    return this.hash(`account\u0000${email.toLowerCase()}\u0000${address}`);
  }

  private address(address: string): Buffer {
    return this.hash(`address\u0000${address}`);
  }

  private hash(text: string): Buffer {
    return createHmac("sha256", this.secret).update(text).digest();
  }
}
