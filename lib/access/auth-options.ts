import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { withTransaction } from "@/lib/platform/database";
import type { Entry } from "./caller";
import { endSession } from "./end-sessions";
import { enterByOidc } from "./oidc/enter-by-oidc";
import { oidcProvider, oidcProviderId } from "./oidc/provider";
import { ownAddress } from "./refuse-unanswerable";
import { type SignInServices, signIn } from "./sign-in";
import type { SignInDoor } from "./sign-in-door";
import { readSignInSettings } from "./sign-in-settings";

/** Sign-in by next-auth. Its token carries the session's id and nothing else (SCOPE-1). */
export async function authOptions(services: SignInServices, door: SignInDoor): Promise<NextAuthOptions> {
  const { oidc } = services.config;
  const { absoluteHours } = await readSignInSettings(services.database);
  /** The id of the session where there is one now; else where to go on, which the door says. */
  const opened = (entry: Entry): string | null => {
    door.answer(entry);
    return entry.kind === "signed-in" ? entry.sessionId : null;
  };
  return {
    secret: services.nextAuthSecret,
    session: { strategy: "jwt", maxAge: absoluteHours * 3_600 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        id: "credentials",
        credentials: { username: {}, password: {}, token: {}, code: {} },
        async authorize(asked) {
          const id = opened(await signIn(services, asked ?? {}, await door.caller()));
          if (id === null && asked?.code !== undefined) door.askAgain();
          return id === null ? null : { id };
        },
      }),
      ...(oidc === null ? [] : [oidcProvider(oidc)]),
    ],
    callbacks: {
      async signIn({ account, user, profile }) {
        if (account?.provider !== oidcProviderId) return true;
        const id = opened(await enterByOidc(services, profile, await door.caller()));
        if (id === null) return door.next ?? "/sign-in?error=AccessDenied";
        user.id = id;
        return true;
      },
      redirect: ownAddress,
      jwt: ({ token, user }) => (user === undefined ? { sid: token.sid } : { sid: door.sessionId }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut() {
        const { session } = await door.caller();
        if (session === null) return;
        const left = await withTransaction(services.database.owner, async (client) => {
          const ended = { actor: `user:${session.userId}`, why: "signed-out", now: services.now() } as const;
          await endSession(client, session.id, session.userId, ended);
          return client.query<{ how: string }>("SELECT how FROM app.session WHERE id = $1", [session.id]);
        });
        if (left.rows[0]?.how === "oidc") door.leaveProvider();
      },
    },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}
