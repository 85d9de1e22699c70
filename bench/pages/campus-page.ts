import { checkFacts } from "../check-facts";
import { loadFacts } from "../facts";
import type { Place, Server } from "../place";
import { signIn } from "../sign-in";

/** A served campus of about so many attendance facts, and the cookie of its administrator. */
export async function serveCampus(place: Place, facts: number): Promise<{ server: Server; cookie: string }> {
  // Without the worker, so that the demo brings its sign-in and not its data.
  const server = await place.start({ BELLWETHER_DEMO: "on", BELLWETHER_ROLES: "web,aggregator" });
  const client = await place.connect();
  await loadFacts(client, facts, new Date().toISOString().slice(0, 10));
  await checkFacts(client);
  await client.end();
  return { server, cookie: await signIn(server.url, "admin") };
}
