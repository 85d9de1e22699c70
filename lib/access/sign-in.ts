import type { AccessServices } from "./access-services";
import type { Caller, Entry } from "./caller";
import { demoUser, isDemoUser } from "./demo-users";
import { afterFirstFactor, type Begun, begin, type EnterServices, recordRefusal } from "./enter";
import { enterCode } from "./enter-code";
import { KnownDevices } from "./known-device";
import { checkPassword, pretendToCheck, type VerifyHash } from "./passwords";
import { useSignInLink } from "./sign-in-links";

type Asked = { username?: string | undefined; password?: string | undefined; token?: string | undefined; code?: string | undefined };
export type SignInServices = EnterServices & Pick<AccessServices, "config">;

const refused: Entry = { kind: "refused" };
const by = (how: Begun["how"], more: Partial<Begun> = {}): Begun => ({
  how,
  byLink: false,
  remember: false,
  providerSession: null,
  ...more,
});

/**
 * Lets somebody in by a one-time link, by a role's name in the demo, by e-mail and password, or by the code that was
 * still to come. Every refusal is the same, whether there is such an account or not.
 */
export async function signIn(services: SignInServices, asked: Asked, caller: Caller, verifyHash?: VerifyHash): Promise<Entry> {
  const { username = "", password = "", token = "", code } = asked;
  const name = username.trim();
  if (code !== undefined) return enterCode(services, code, caller);
  if (token !== "") return byLink(services, token, caller);
  if (services.config.demo && isDemoUser(name))
    return begin(services, await demoUser(services.database, services.vault, name), by("demo"), null, caller);
  if (name === "" || password === "") return refused;
  return byPassword(services, name, password, caller, verifyHash);
}

async function byLink(services: SignInServices, token: string, caller: Caller): Promise<Entry> {
  const userId = await useSignInLink(services.database, token);
  if (userId !== null) return afterFirstFactor(services, userId, by("link", { byLink: true, remember: true }), caller);
  // Links cannot be guessed, so that trying them is not slowed down; but it must not fill the audit either.
  const { address } = caller;
  if ((await services.throttle.refuses({ account: "one-time links", address, device: address })) === null)
    await recordRefusal(services, "link", "link", null);
  return refused;
}

async function byPassword(
  services: SignInServices,
  account: string,
  password: string,
  caller: Caller,
  verifyHash?: VerifyHash,
): Promise<Entry> {
  const { database, throttle } = services;
  const device = new KnownDevices(services.nextAuthSecret).deviceOf(caller.deviceCookie, account);
  const guess = { account, address: caller.address, device };
  const refusal = await throttle.refuses(guess);
  if (refusal !== null) {
    // A flood from one place is answered without work: it tells of the place and of no account.
    if (refusal.by !== "address") await pretendToCheck(password, verifyHash);
    // Once a window, or whoever is refused could fill the audit.
    if (refusal.first) await recordRefusal(services, "password", "throttled", account);
    return refused;
  }
  const userId = await checkPassword(database, account, password, verifyHash);
  if (userId === null) {
    await recordRefusal(services, "password", "wrong", account);
    return refused;
  }
  await throttle.forgive(guess);
  return afterFirstFactor(services, userId, by("password", { remember: true }), caller);
}
