import { headers } from "next/headers";
import { askedPathHeader } from "@/lib/platform/asked-path";
import type { AccessServices } from "./access-services";
import { userOf } from "./authenticate";
import type { UserPrincipal } from "./principal";

/** Who reads this page; null where nobody is signed in. For server components. That it was opened is use of the session. */
export async function currentPrincipal(services: AccessServices): Promise<UserPrincipal | null> {
  const asked = await headers();
  const user = await userOf(services, asked.get("cookie"));
  // A page that stands open asks for its parts anew by itself; whoever goes about in it is told of by the page.
  const opened = !/[?&]_rsc=/.test(asked.get(askedPathHeader) ?? "");
  if (user !== null && opened) await services.sessions.touch(user.sessionId);
  return user;
}
