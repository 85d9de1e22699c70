import { loadConfig } from "@/lib/platform/config";
import type { Database } from "@/lib/platform/database";
import { testVaultKey } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import type { Caller } from "../caller";
import type { UserPrincipal } from "../principal";
import { Sessions } from "../sessions";
import type { SignInServices } from "../sign-in";
import { SignInThrottle } from "../throttle";

export const secret = "x".repeat(32);

/** What sign-in needs of a running process, with a clock that a test sets. */
export class SignInHarness {
  readonly services: SignInServices;
  /** Milliseconds ahead of the wall clock, or of the moment at which it stands still. */
  readonly clock: { ahead: number; still: number | null } = { ahead: 0, still: null };

  private constructor(
    readonly database: Database,
    vault: Vault,
    settings: Record<string, string>,
  ) {
    const config = loadConfig({ NODE_ENV: "test", BELLWETHER_DEMO: "off", NEXTAUTH_SECRET: secret, ...settings });
    const throttle = new SignInThrottle(database, secret);
    this.services = { database, vault, config, throttle, nextAuthSecret: secret, now: () => this.now() };
  }

  static async open(database: Database, settings: Record<string, string> = {}): Promise<SignInHarness> {
    return new SignInHarness(database, await Vault.open(database, testVaultKey), settings);
  }

  private now(): Date {
    return new Date((this.clock.still ?? Date.now()) + this.clock.ahead);
  }

  /** As a process sees sessions that has cached none. */
  sessions(): Sessions {
    const unheard = { subscribe: () => () => undefined, stop: async () => undefined };
    return new Sessions(this.database, unheard, () => this.services.now().getTime());
  }

  principalOf(sessionId: string): Promise<UserPrincipal | null> {
    return this.sessions().principalOf(sessionId);
  }

  /** Whoever has a session of this kind now. */
  async came(userId: string, byLink: boolean): Promise<UserPrincipal> {
    const principal = await this.principalOf(await this.sessions().start(userId, { byLink }));
    if (principal === null) throw new Error("The session holds.");
    return principal;
  }

  /** What the audit says of a user, or of an action, the oldest first. */
  async audit(action: string, userId?: string): Promise<Record<string, unknown>[]> {
    const found = await this.database.owner.query<{ detail: Record<string, unknown> }>(
      "SELECT detail FROM app.audit WHERE action = $1 AND ($2::text IS NULL OR subject = $2) ORDER BY id",
      [action, userId === undefined ? null : `user:${userId}`],
    );
    return found.rows.map(({ detail }) => detail);
  }
}

/** A browser that nobody knows, at this address. */
export const stranger = (address: string, more: Partial<Caller> = {}): Caller => ({
  address,
  userAgent: null,
  deviceCookie: undefined,
  stepCookie: undefined,
  session: null,
  ...more,
});
