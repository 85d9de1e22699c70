import type { AccessChanges } from "@/lib/access/access-changes";
import type { ApiKeys } from "@/lib/access/api-keys";
import type { Sessions } from "@/lib/access/sessions";
import type { SignInThrottle } from "@/lib/access/throttle";
import type { EntryPorts } from "@/lib/entries/ports";
import type { Config } from "@/lib/platform/config";
import type { Database } from "@/lib/platform/database";
import type { SigningKey } from "@/lib/privacy/signing";
import type { Vault } from "@/lib/privacy/vault";
import type { Readiness } from "./readiness";

/** What one process shares between the server's bundle and Next's. */
export type Services = {
  config: Config;
  nextAuthSecret: string;
  database: Database;
  vault: Vault;
  /** Signs and recognises heads of the audit. */
  auditKey: SigningKey;
  /** The institution's IANA zone. */
  timeZone: string;
  changes: AccessChanges;
  sessions: Sessions;
  apiKeys: ApiKeys;
  throttle: SignInThrottle;
  readiness: Readiness;
  /** Puts what is entered on the screens on the log. */
  submit: EntryPorts["submit"];
  now: () => Date;
};

const key = Symbol.for("bellwether.services");

export function provideServices(services: Services): void {
  Reflect.set(globalThis, key, services);
}

export function getServices(): Services {
  const services: Services | undefined = Reflect.get(globalThis, key);
  if (services === undefined) throw new Error("The services are made by server.ts before Next starts.");
  return services;
}
