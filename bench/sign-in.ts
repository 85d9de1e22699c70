import { z } from "zod";

/** The cookie header of a session in demo mode, got as the sign-in page gets it. */
export async function signIn(url: string, username: string): Promise<string> {
  const jar = new Map<string, string>();
  const keep = (response: Response) => {
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = (cookie.split(";")[0] ?? "").split(/=(.*)/s);
      if (name !== undefined && value !== undefined) jar.set(name, value);
    }
    return response;
  };
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await keep(await fetch(`${url}/api/auth/csrf`)).json());
  const body = new URLSearchParams({ csrfToken, username });
  keep(await fetch(`${url}/api/auth/callback/credentials`, { method: "POST", body, headers: { cookie: cookies() }, redirect: "manual" }));
  if (![...jar.keys()].some((name) => name.endsWith("session-token"))) throw new Error(`${username} could not sign in.`);
  return cookies();
}
