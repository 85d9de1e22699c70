import type { Config } from "@/lib/platform/config";
import type { Database } from "@/lib/platform/database";
import type { Vault } from "@/lib/privacy/vault";
import type { ApiKeys } from "./api-keys";
import type { Sessions } from "./sessions";
import type { SignInThrottle } from "./throttle";

/** What this room needs of a running process. */
export type AccessServices = {
  config: Config;
  nextAuthSecret: string;
  database: Database;
  vault: Vault;
  sessions: Sessions;
  apiKeys: ApiKeys;
  throttle: SignInThrottle;
  now: () => Date;
};
