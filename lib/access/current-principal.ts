import { headers } from "next/headers";
import type { AccessServices } from "./access-services";
import { userOf } from "./authenticate";
import type { UserPrincipal } from "./principal";

/** Who reads this page, which is use of their session; null where nobody is signed in. For server components. */
export async function currentPrincipal(services: AccessServices): Promise<UserPrincipal | null> {
  const user = await userOf(services, (await headers()).get("cookie"));
  if (user !== null) await services.sessions.touch(user.sessionId);
  return user;
}
