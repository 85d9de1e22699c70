import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { withTransaction } from "@/lib/platform/database";
import type { AccessServices } from "./access-services";
import type { Caller, Entry } from "./caller";
import { endSession } from "./end-sessions";
import { KnownDevices } from "./known-device";
import { type GivenFactor, insertSession } from "./session-rows";
import { readSignInSettings } from "./sign-in-settings";
import { signInWays } from "./sign-in-ways";
import { writeAudit } from "./write-audit";

export type EnterServices = Pick<AccessServices, "database" | "vault" | "throttle" | "now" | "nextAuthSecret">;

/** How a session is to begin, once all is shown. `remember`: the browser is known from then on. */
export const begunSchema = z.object({
  how: z.enum(signInWays),
  byLink: z.boolean(),
  remember: z.boolean(),
  providerSession: z.string().nullable(),
});
export type Begun = z.infer<typeof begunSchema>;

/** Minutes that a browser may take from the first factor to the second. */
export const stepMinutes = 10;

/**
 * The first factor was right. Begins the session where no second one is set, or the provider asked for it; else gives
 * the token of a step that waits for it. Before that there is no session.
 */
export async function afterFirstFactor(
  services: EnterServices,
  userId: string,
  begun: Begun,
  caller: Caller,
  byProvider = false,
): Promise<Entry> {
  const { owner } = services.database;
  const found = await owner.query("SELECT FROM app.second_factor WHERE user_id = $1 AND confirmed_at IS NOT NULL", [userId]);
  if (found.rowCount === 0 || byProvider) return begin(services, userId, begun, byProvider ? "provider" : null, caller);
  const step = randomBytes(32).toString("base64url");
  await owner.query("DELETE FROM app.sign_in_step WHERE expires_at < now()");
  await owner.query(
    "INSERT INTO app.sign_in_step (token_hash, user_id, begun, expires_at) VALUES ($1, $2, $3, now() + make_interval(mins => $4))",
    [stepHash(step), userId, begun, stepMinutes],
  );
  return { kind: "code-needed", step };
}

export const stepHash = (token: string) => createHash("sha256").update(token).digest();

/** A session of a new id, in place of the one that the browser had. */
export async function begin(
  services: EnterServices,
  userId: string,
  { how, byLink, remember, providerSession }: Begun,
  secondFactor: GivenFactor | null,
  { address, userAgent, deviceCookie, session }: Caller,
): Promise<Entry> {
  const { absoluteHours } = await readSignInSettings(services.database);
  const now = services.now();
  const actor = `user:${userId}`;
  return withTransaction(services.database.owner, async (client) => {
    if (session !== null) await endSession(client, session.id, session.userId, { actor, why: "replaced", now });
    const begins = { byLink, how, secondFactor, userAgent, address, providerSession };
    const sessionId = await insertSession(client, userId, begins, absoluteHours, now);
    await writeAudit(client, { actor, action: "session.began", subject: actor, detail: { session: sessionId, how, secondFactor } });
    const user = await client.query<{ email: string }>(`SELECT email FROM app."user" WHERE id = $1`, [userId]);
    const email = user.rows[0]?.email;
    const device = remember && email !== undefined ? new KnownDevices(services.nextAuthSecret).remember(deviceCookie, email) : null;
    return { kind: "signed-in", sessionId, device };
  });
}

/** Why somebody was not let in, as classes that name nobody. */
export type RefusalReason = "wrong" | "throttled" | "code" | "link" | "disabled" | "no-grant" | "claims" | "email-taken" | "issuer";

/** Records a refusal under a keyed hash of what was typed, which may be no account at all. */
export function recordRefusal(
  { database, throttle }: Pick<AccessServices, "database" | "throttle">,
  how: Begun["how"],
  reason: RefusalReason,
  account: string | null,
): Promise<void> {
  const detail = { how, reason, ...(account === null ? {} : { account: throttle.nameOf(account) }) };
  return writeAudit(database.owner, { actor: "system", action: "session.refused", detail });
}
