import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { insertSession } from "../session-rows";
import { SignInHarness } from "../testing/sign-in-services";
import { createUser } from "../users";
import { logOutByProvider } from "./back-channel-logout";

const event = "http://schemas.openid.net/event/backchannel-logout";

describe("a logout that the provider tells of", () => {
  const test = useTestDatabase();
  let provider: Server;
  let issuer = "";
  let harness: SignInHarness;
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  /** How often the provider was asked for its keys. */
  let asked = 0;

  beforeAll(async () => {
    keys = await generateKeyPair("RS256");
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: "one", alg: "RS256" };
    provider = createServer((request, response) => {
      response.setHeader("content-type", "application/json");
      if (request.url !== "/keys") return void response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
      asked += 1;
      response.end(JSON.stringify({ keys: [jwk] }));
    });
    provider.listen(0, "127.0.0.1");
    await once(provider, "listening");
    const bound = provider.address();
    issuer = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : 0}`;
    harness = await SignInHarness.open(test.database, {
      NEXTAUTH_URL: "https://bellwether.example.org",
      BELLWETHER_OIDC_ISSUER: issuer,
      BELLWETHER_OIDC_CLIENT_ID: "bellwether",
      BELLWETHER_OIDC_CLIENT_SECRET: "secret",
    });
  });
  afterAll(() => void provider.close());

  const token = (by: CryptoKey, kid = "one") =>
    new SignJWT({ sid: "s-1", events: { [event]: {} } })
      .setProtectedHeader({ alg: "RS256", kid })
      .setIssuer(issuer)
      .setAudience("bellwether")
      .setIssuedAt()
      .sign(by);

  it("ends the session that it names; whoever forges tokens has the provider asked for its keys once, and no more", async () => {
    const user = { email: "o@example.org", name: "O", role: "viewer", scope: { kind: "institution" } } as const;
    const userId = await createUser(test.database, user);
    const begins = { byLink: false, how: "oidc", providerSession: "s-1" } as const;
    const session = await insertSession(test.database.owner, userId, begins, 12, new Date());
    const { privateKey: another } = await generateKeyPair("RS256");
    for (const kid of ["one", "two", "one", "three", "one"])
      await expect(logOutByProvider(harness.services, await token(another, kid))).rejects.toMatchObject({ code: "bad-request" });
    expect(await harness.principalOf(session)).not.toBeNull();
    expect(await logOutByProvider(harness.services, await token(keys.privateKey))).toBe(1);
    expect(await harness.principalOf(session)).toBeNull();
    expect(asked).toBe(1);
  });
});
