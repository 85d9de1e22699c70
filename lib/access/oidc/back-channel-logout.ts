import { createRemoteJWKSet, jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { AccessServices } from "../access-services";
import { endSession } from "../end-sessions";
import { providerMetadata } from "./provider-metadata";

const logoutEvent = "http://schemas.openid.net/event/backchannel-logout";

/** OpenID Connect Back-Channel Logout 1.0, section 2.4. */
const logoutSchema = z
  .looseObject({
    iss: z.string(),
    sub: z.string().optional(),
    sid: z.string().optional(),
    events: z.record(z.string(), z.unknown()).refine((events) => logoutEvent in events),
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);

/**
 * The provider's keys, asked for anew once they are old, and for one that is not among them at most twice a minute: whoever
 * sends us tokens that they made up has nobody ask the provider each time.
 */
const keySets = new LRUCache<string, ReturnType<typeof createRemoteJWKSet>>({ max: 4 });

function keysAt(address: string): ReturnType<typeof createRemoteJWKSet> {
  const known = keySets.get(address) ?? createRemoteJWKSet(new URL(address));
  keySets.set(address, known);
  return known;
}

/**
 * Ends the sessions that the provider has ended: those of its session where it names one, else all of that subject.
 * Returns how many. Throws bad-request for a token that is not the provider's, or none of a logout.
 */
export async function logOutByProvider(services: Pick<AccessServices, "config" | "database" | "now">, token: string): Promise<number> {
  const { oidc } = services.config;
  const metadata = oidc === null ? null : await providerMetadata(oidc.issuer);
  if (oidc === null || metadata === null) throw new BellwetherError("unavailable", "The provider cannot be asked just now.");
  const verified = await jwtVerify(token, keysAt(metadata.jwks_uri), {
    issuer: metadata.issuer,
    audience: oidc.clientId,
    maxTokenAge: "5 min",
    clockTolerance: 60,
  }).catch((cause: unknown) => {
    throw new BellwetherError("bad-request", "This is no logout token of the provider.", { field: "logout_token", rule: "jwt" }, { cause });
  });
  const claims = logoutSchema.safeParse(verified.payload);
  if (!claims.success) throw new BellwetherError("bad-request", "This is no logout token.", { field: "logout_token", rule: "claims" });
  const { iss, sub = null, sid = null } = claims.data;
  return withTransaction(services.database.owner, async (client) => {
    const open = await client.query<{ id: string; user_id: string }>(
      `SELECT s.id, s.user_id FROM app.session s WHERE s.how = 'oidc' AND s.revoked_at IS NULL
         AND ($2::text IS NULL OR s.provider_session = $2)
         AND ($3::text IS NULL OR s.user_id = (SELECT user_id FROM app.user_identity WHERE issuer = $1 AND subject = $3))`,
      [iss, sid, sub],
    );
    const now = services.now();
    for (const { id, user_id } of open.rows) await endSession(client, id, user_id, { actor: "system", why: "by-provider", now });
    return open.rows.length;
  });
}
