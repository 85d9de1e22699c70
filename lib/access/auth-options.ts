import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { clientAddressHeader } from "@/lib/platform/client-address";
import type { AccessServices } from "./access-services";
import { sessionHours } from "./sessions";
import { signIn } from "./sign-in";

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
          const found = await signIn(services, asked ?? {}, addressOf(request.headers));
          return found === null ? null : { id: await services.sessions.start(found.userId, found) };
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

/** server.ts has put the client's address there, whatever the client itself wrote (lib/platform/client-address.ts). */
function addressOf(headers: unknown): string {
  const address: unknown = typeof headers === "object" && headers !== null ? Reflect.get(headers, clientAddressHeader) : null;
  return typeof address === "string" ? address : "unknown";
}
