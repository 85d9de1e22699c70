import { decodeJwt } from "jose";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { OidcConfig } from "@/lib/platform/config";

export const oidcProviderId = "oidc";

/**
 * The institution's provider as next-auth takes it: authorization code with PKCE, state and nonce. Claims are those of
 * the signed ID token; what it leaves to the userinfo endpoint is added, under the same subject.
 */
export function oidcProvider({ issuer, clientId, clientSecret, name, scopes }: OidcConfig): OAuthConfig<Record<string, unknown>> {
  return {
    id: oidcProviderId,
    name,
    type: "oauth",
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    authorization: { params: { scope: scopes } },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    userinfo: {
      async request({ tokens, client }) {
        // openid-client has verified the token by now.
        const signed = decodeJwt(tokens.id_token ?? "");
        if (client.issuer.metadata.userinfo_endpoint === undefined || tokens.access_token === undefined) return signed;
        const told = await client.userinfo(tokens.access_token);
        if (told.sub !== signed.sub) throw new Error("The userinfo is of another subject.");
        return { ...told, ...signed };
      },
    },
    profile: (claims) => ({ id: String(claims.sub ?? "") }),
  };
}
