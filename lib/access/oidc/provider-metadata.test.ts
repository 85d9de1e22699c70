import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { endSessionAddress, providerMetadata } from "./provider-metadata";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(answer: (url: string) => RequestListener): Promise<string> {
  const server = createServer((request, response) => answer(url)(request, response));
  servers.push(server);
  let url = "";
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  url = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : 0}`;
  return url;
}

const says =
  (issuer: string): RequestListener =>
  (_, response) =>
    void response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys`, end_session_endpoint: `${issuer}/end` }));

describe("what a provider says of itself", () => {
  it("is taken where it is the one that was asked, with or without a slash", async () => {
    const url = await serve((own) => says(`${own}/`));
    expect(await providerMetadata(url)).toMatchObject({ issuer: `${url}/` });
    const address = await endSessionAddress({ issuer: url, clientId: "b" }, "https://b.example.org/sign-in");
    expect(address).toContain("post_logout_redirect_uri=https%3A%2F%2Fb.example.org%2Fsign-in");
  });

  it.each([
    ["it says that it is another one", () => says("https://another.example.org")],
    ["it leads elsewhere", () => (_, response) => void response.writeHead(302, { location: "https://another.example.org" }).end()],
    ["it says nothing of the kind", () => (_, response) => void response.end("{}")],
  ] satisfies [string, () => RequestListener][])("is nothing where %s", async (_, answer) => {
    const url = await serve(answer);
    expect(await providerMetadata(url)).toBeNull();
    expect(await endSessionAddress({ issuer: url, clientId: "b" }, "https://b.example.org/sign-in")).toBeNull();
  });
});
