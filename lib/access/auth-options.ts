import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { clientAddressHeader } from "@/lib/platform/client-address";
import type { AccessServices } from "./access-services";
import { demoUser, isDemoUser } from "./demo-users";
import { checkPassword } from "./passwords";
import { sessionHours } from "./sessions";
import { useSignInLink } from "./sign-in-links";

type Asked = { username?: string | undefined; password?: string | undefined; token?: string | undefined };

/** Sign-in by next-auth. Its token carries the session's id and nothing else (SCOPE-1). */
export function authOptions(services: AccessServices): NextAuthOptions {
  return {
    secret: services.nextAuthSecret,
    session: { strategy: "jwt", maxAge: sessionHours * 3_600 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        id: "credentials",
        credentials: { username: {}, password: {}, token: {} },
        async authorize(asked, request) {
          const { database, sessions } = services;
          const token = asked?.token ?? "";
          const byLink = token !== "";
          const userId = byLink ? await useSignInLink(database, token) : await findUser(services, asked ?? {}, addressOf(request.headers));
          return userId === null ? null : { id: await sessions.start(userId, { byLink }) };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user === undefined ? { sid: token.sid } : { sid: user.id }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await services.sessions.end(token.sid);
      },
    },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}

async function findUser(services: AccessServices, asked: Asked, address: string): Promise<string | null> {
  const { database, vault, config, throttle } = services;
  const username = asked.username?.trim() ?? "";
  if (config.demo && isDemoUser(username)) return demoUser(database, vault, username);
  const password = asked.password ?? "";
  if (username === "" || password === "") return null;
  if (!(await throttle.allows(username, address))) return null;
  const userId = await checkPassword(database, username, password);
  if (userId === null) await throttle.noteFailure(username, address);
  return userId;
}

/** server.ts has put the client's address there, whatever the client itself wrote (lib/platform/client-address.ts). */
function addressOf(headers: unknown): string {
  const address: unknown = typeof headers === "object" && headers !== null ? Reflect.get(headers, clientAddressHeader) : null;
  return typeof address === "string" ? address : "unknown";
}
