import { LRUCache } from "lru-cache";
import { z } from "zod";

const metadataSchema = z.object({ issuer: z.string(), jwks_uri: z.url(), end_session_endpoint: z.url().optional() });
export type ProviderMetadata = z.infer<typeof metadataSchema>;

const kept = new LRUCache<string, ProviderMetadata>({ max: 4, ttl: 10 * 60_000 });
const longestWait = 5_000;

/**
 * What a provider says of itself (OpenID Connect Discovery); null where it does not answer just now, or says that it is
 * another one.
 */
export async function providerMetadata(issuer: string): Promise<ProviderMetadata | null> {
  const known = kept.get(issuer);
  if (known !== undefined) return known;
  try {
    const response = await fetch(`${issuer}/.well-known/openid-configuration`, {
      redirect: "error",
      signal: AbortSignal.timeout(longestWait),
    });
    const metadata = metadataSchema.parse(await response.json());
    if (metadata.issuer.replace(/\/$/, "") !== issuer) return null;
    kept.set(issuer, metadata);
    return metadata;
  } catch {
    return null; // who asks does without: a sign-out is complete here, and a sign-in says itself that it failed
  }
}

/** Where a browser ends its session at the provider (RP-initiated logout); null where the provider has no such place. */
export async function endSessionAddress(oidc: { issuer: string; clientId: string }, backTo: string): Promise<string | null> {
  const endpoint = (await providerMetadata(oidc.issuer))?.end_session_endpoint;
  if (endpoint === undefined) return null;
  const address = new URL(endpoint);
  address.searchParams.set("client_id", oidc.clientId);
  address.searchParams.set("post_logout_redirect_uri", backTo);
  return address.href;
}
