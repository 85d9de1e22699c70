import { once } from "node:events";
import { createServer } from "node:http";
import Provider, { type Configuration } from "oidc-provider";

export const client = { id: "bellwether", secret: "a secret that the provider gave" } as const;

/** Whom the provider knows, by the name that one signs in with there. */
export type Accounts = Map<string, Record<string, unknown>>;
export type RunningProvider = {
  issuer: string;
  accounts: Accounts;
  /** What it could not tell its clients. */
  problems: readonly string[];
  stop(): Promise<void>;
};

/**
 * A provider of OpenID Connect as institutions run one, on 127.0.0.1: its own pages ask for a name, take any password,
 * and ask for consent. Claims but the subject come from the userinfo endpoint, as the standard has it.
 */
export async function startProvider(product: string): Promise<RunningProvider> {
  const http = createServer();
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const bound = http.address();
  if (bound === null || typeof bound === "string") throw new Error("No port was given.");
  const issuer = `http://127.0.0.1:${bound.port}`;
  const accounts: Accounts = new Map();
  const problems: string[] = [];
  const configuration: Configuration = {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${product}/api/auth/callback/oidc`],
        post_logout_redirect_uris: [`${product}/sign-in`],
        backchannel_logout_uri: `${product}/api/internal/oidc/back-channel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "affiliation", "employee_number", "college"],
    },
    findAccount: (_, id) => {
      const claims = accounts.get(id);
      return claims === undefined ? undefined : { accountId: id, claims: () => ({ sub: id, ...claims }) };
    },
    // Its own way of asking refuses addresses of this machine.
    fetch: (address, { method, headers, body, signal } = {}) =>
      fetch(address, { method: method ?? "GET", headers: headers ?? {}, body: body ?? null, signal: signal ?? null }),
    pkce: { required: () => true },
    features: { backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true }, devInteractions: { enabled: true } },
    cookies: { keys: ["a key of tests"] },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Session: 3_600, Interaction: 600, Grant: 3_600 },
  };
  const provider = new Provider(issuer, configuration);
  provider.on("backchannel.error", (_, error) => problems.push(String(error)));
  http.on("request", provider.callback());
  return {
    issuer,
    accounts,
    problems,
    async stop() {
      http.closeAllConnections();
      http.close();
      await once(http, "close");
    },
  };
}
