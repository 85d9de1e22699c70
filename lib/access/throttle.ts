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
    const found = await this.database.owner.query<{ subject: Buffer; failures: number }>(
      `INSERT INTO app.sign_in_attempt AS attempt (subject, failures, window_ends_at)
       SELECT subject, 1, now() + make_interval(mins => $2) FROM unnest($1::bytea[]) AS subject ORDER BY subject
       ON CONFLICT (subject) DO UPDATE SET
         failures = CASE WHEN attempt.window_ends_at > now() THEN attempt.failures + 1 ELSE 1 END,
         window_ends_at = CASE WHEN attempt.window_ends_at > now() THEN attempt.window_ends_at ELSE excluded.window_ends_at END
       RETURNING subject, failures`,
      [this.subjects(email, address), windowMinutes],
    );
    const ofAddress = this.address(address);
    return found.rows.every(({ subject, failures }) => failures <= (subject.equals(ofAddress) ? mostForAddress : mostForAccount));
  }

  /** The try was right and counts no more. */
  async forgive(email: string, address: string): Promise<void> {
    await this.database.owner.query("UPDATE app.sign_in_attempt SET failures = failures - 1 WHERE subject = ANY($1::bytea[])", [
      this.subjects(email, address),
    ]);
  }

  private subjects(email: string, address: string): Buffer[] {
    return [this.account(email, address), this.address(address)];
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
