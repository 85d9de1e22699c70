import { createHmac } from "node:crypto";
import type { Database } from "@/lib/platform/database";
import { networkOf } from "./network-of";

/** Failures that are let through in a window. */
export const most = {
  /** Of a device that has signed in to this account before. */
  device: 5,
  /** For one account from one address, by devices that have not. */
  accountAtAddress: 5,
  /** For one account from all such devices, wherever they are. */
  account: 20,
  /** From one address by such devices, for whatever accounts. */
  address: 30,
} as const;
export const windowMinutes = 15;

/** A guess at an account. `device`: the known one that it comes from (lib/access/known-device.ts). */
export type Guess = { account: string; address: string; device: string | null };

/** What was over its limit, and whether this is the first refusal of the window for it. */
export type Refusal = { by: keyof typeof most; first: boolean };

/**
 * Slows down guessing without helping to lock anybody out. Whatever strangers fail at is counted against strangers:
 * a device that its user has signed in from before is counted by itself, so that the owner still comes in there while
 * an attack goes on. Accounts that do not exist are counted in the same way.
 */
export class SignInThrottle {
  constructor(
    private readonly database: Database,
    private readonly secret: string,
  ) {}

  /** Counts a guess before it is looked at, so that many at once do not slip through. Null: it may be looked at. */
  async refuses(guess: Guess): Promise<Refusal | null> {
    await this.database.owner.query("DELETE FROM app.sign_in_attempt WHERE window_ends_at < now()");
    for (const { by, subject } of this.counted(guess)) {
      const failures = await this.count(subject);
      if (failures > most[by]) return { by, first: failures === most[by] + 1 };
    }
    return null;
  }

  /** The guess was right and counts no more. */
  async forgive(guess: Guess): Promise<void> {
    for (const { subject } of this.counted(guess))
      await this.database.owner.query("UPDATE app.sign_in_attempt SET failures = failures - 1 WHERE subject = $1", [subject]);
  }

  /** An account as the audit names one of which it may not say whose it is, or whether it is there. */
  nameOf(account: string): string {
    return this.hash("audit", spelled(account)).toString("hex").slice(0, 32);
  }

  /** The address first: whoever tries many accounts from one place leaves no row for each. */
  private counted({ account, address, device }: Guess): { by: keyof typeof most; subject: Buffer }[] {
    const name = spelled(account);
    const network = networkOf(address);
    if (device !== null) return [{ by: "device", subject: this.hash("device", name, device) }];
    return [
      { by: "address", subject: this.hash("address", network) },
      { by: "accountAtAddress", subject: this.hash("account-at", name, network) },
      { by: "account", subject: this.hash("account", name) },
    ];
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

  private hash(...parts: string[]): Buffer {
    return createHmac("sha256", this.secret).update(parts.join("\u0000")).digest();
  }
}

const spelled = (account: string) => account.trim().toLowerCase();
