import { headers } from "next/headers";
import type { AccessServices } from "./access-services";
import { userOf } from "./authenticate";
import type { UserPrincipal } from "./principal";

/** Who reads this page; null where nobody is signed in. For server components. */
export async function currentPrincipal(services: AccessServices): Promise<UserPrincipal | null> {
  return userOf(services, (await headers()).get("cookie"));
}
