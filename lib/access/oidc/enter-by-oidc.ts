import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { withTransaction } from "@/lib/platform/database";
import type { AccessServices } from "../access-services";
import type { Caller, Entry } from "../caller";
import { afterFirstFactor, type EnterServices, type RefusalReason, recordRefusal } from "../enter";
import { readSignInSettings, type SignInSettings } from "../sign-in-settings";
import { writeAudit } from "../write-audit";
import { grantsFrom, type MappedGrant } from "./claim-mapping";
import { type Claims, claimsSchema } from "./claims";
import { listMappings } from "./mappings";
import { renewGrants } from "./renew-grants";

type Services = EnterServices & Pick<AccessServices, "config">;
type Found = { userId: string } | { refused: RefusalReason };

/**
 * Lets in whoever the provider says somebody is. The issuer and its subject tell the user, who is made at the first
 * sign-in; the roles that claims give are renewed at each (ADR 24).
 */
export async function enterByOidc(services: Services, profile: unknown, caller: Caller): Promise<Entry> {
  const read = claimsSchema.safeParse(profile);
  if (!read.success) return refuse(services, "claims", null);
  const claims = read.data;
  const account = `${claims.iss} ${claims.sub}`;
  if (claims.iss.replace(/\/$/, "") !== services.config.oidc?.issuer) return refuse(services, "issuer", account);
  const settings = await readSignInSettings(services.database);
  const grants = await grantsFrom(claims, await listMappings(services.database.owner), services.vault);
  const found = await withTransaction(services.database.owner, (client) => settle(client, services, claims, grants, settings));
  if ("refused" in found) return refuse(services, found.refused, account);
  const begun = { how: "oidc", byLink: false, remember: false, providerSession: claims.sid ?? null } as const;
  const twoFactors = settings.providerFactor === "trusted" || (claims.amr ?? []).includes("mfa");
  return afterFirstFactor(services, found.userId, begun, caller, twoFactors);
}

async function refuse(services: Services, reason: RefusalReason, account: string | null): Promise<Entry> {
  await recordRefusal(services, "oidc", reason, account);
  return { kind: "refused" };
}

/** Who it is, with the grants of now; nobody is made to be refused. */
async function settle(
  client: PoolClient,
  services: Services,
  claims: Claims,
  grants: readonly MappedGrant[],
  settings: SignInSettings,
): Promise<Found> {
  const now = services.now();
  const { iss: issuer, sub: subject } = claims;
  // One of a subject at a time: two tabs make one user.
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`user_identity ${issuer} ${subject}`]);
  const found =
    (await known(client, issuer, subject)) ?? (await matched(client, claims, settings)) ?? (await made(client, claims, settings, grants));
  if ("refused" in found) return found;
  const { userId } = found;
  const user = await client.query<{ disabled: boolean }>(
    `SELECT disabled_at IS NOT NULL AS disabled FROM app."user" WHERE id = $1 FOR UPDATE`,
    [userId],
  );
  if (user.rows[0]?.disabled !== false) return { refused: "disabled" };
  const endsAt = new Date(now.getTime() + settings.absoluteHours * 3_600_000);
  await renewGrants(client, userId, grants, endsAt, now);
  await client.query("UPDATE app.user_identity SET last_used_at = $3 WHERE issuer = $1 AND subject = $2", [issuer, subject, now]);
  if (settings.withoutGrant === "admit") return found;
  const held = await client.query(
    "SELECT FROM app.role_grant WHERE user_id = $1 AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > $2) LIMIT 1",
    [userId, now],
  );
  return held.rowCount === 0 ? { refused: "no-grant" } : found;
}

async function known(client: PoolClient, issuer: string, subject: string): Promise<Found | null> {
  const found = await client.query<{ user_id: string }>("SELECT user_id FROM app.user_identity WHERE issuer = $1 AND subject = $2", [
    issuer,
    subject,
  ]);
  const row = found.rows[0];
  return row === undefined ? null : { userId: row.user_id };
}

/** The user of that e-mail who was here before. Only of an address that the provider has verified, and where it is allowed. */
async function matched(client: PoolClient, claims: Claims, { matchByEmail }: SignInSettings): Promise<Found | null> {
  if (claims.email === undefined) return null;
  const found = await client.query<{ id: string; demo: boolean; linked: boolean }>(
    `SELECT id, demo, EXISTS (SELECT FROM app.user_identity WHERE user_id = u.id AND issuer = $2) AS linked
     FROM app."user" u WHERE lower(email) = lower($1)`,
    [claims.email, claims.iss],
  );
  const user = found.rows[0];
  if (user === undefined) return null;
  // Whoever is one subject there already is not also another.
  if (!matchByEmail || claims.email_verified !== true || user.linked || user.demo) return { refused: "email-taken" };
  await link(client, claims, user.id, "email");
  return { userId: user.id };
}

async function made(client: PoolClient, claims: Claims, { withoutGrant }: SignInSettings, grants: readonly MappedGrant[]): Promise<Found> {
  // An address that the provider itself does not stand by would be shown here as if it did.
  if (claims.email === undefined || claims.email_verified === false) return { refused: "claims" };
  if (withoutGrant === "refuse" && grants.length === 0) return { refused: "no-grant" };
  const userId = randomUUID();
  // Refused by the unique index where another subject of that address came at the same moment.
  const added = await client.query(`INSERT INTO app."user" (id, email, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [
    userId,
    claims.email,
    claims.name ?? claims.email,
  ]);
  if (added.rowCount === 0) return { refused: "email-taken" };
  await link(client, claims, userId, "made");
  return { userId };
}

async function link(client: PoolClient, { iss, sub }: Claims, userId: string, how: "email" | "made"): Promise<void> {
  await client.query("INSERT INTO app.user_identity (issuer, subject, user_id) VALUES ($1, $2, $3)", [iss, sub, userId]);
  await writeAudit(client, { actor: "system", action: "identity.linked", subject: `user:${userId}`, detail: { issuer: iss, how } });
}
