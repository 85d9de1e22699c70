import type { AccessServices } from "./access-services";
import { demoUser, isDemoUser } from "./demo-users";
import { checkPassword } from "./passwords";
import { useSignInLink } from "./sign-in-links";

type Asked = { username?: string | undefined; password?: string | undefined; token?: string | undefined };

/**
 * Who signs in: by a one-time link, by a role's name in the demo, or by e-mail and password; null for nobody.
 * Failures with a password are counted for the address that they come from.
 */
export async function signIn(
  services: Pick<AccessServices, "database" | "vault" | "config" | "throttle">,
  { username = "", password = "", token = "" }: Asked,
  address: string,
): Promise<{ userId: string; byLink: boolean } | null> {
  const { database, throttle } = services;
  const name = username.trim();
  const found = (userId: string | null, byLink = false) => (userId === null ? null : { userId, byLink });
  if (token !== "") return found(await useSignInLink(database, token), true);
  if (services.config.demo && isDemoUser(name)) return found(await demoUser(database, services.vault, name));
  if (name === "" || password === "" || !(await throttle.admits(name, address))) return null;
  const userId = await checkPassword(database, name, password);
  if (userId !== null) await throttle.forgive(name, address);
  return found(userId);
}
