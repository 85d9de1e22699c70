import type { Answer } from "@/lib/ingest/receipt";
import type { Database } from "@/lib/platform/database";
import type { Vault } from "@/lib/privacy/vault";

/** What entries need of a running process. */
export type EntryPorts = {
  database: Database;
  vault: Vault;
  /** Puts events on the log the way a client's are put there. */
  submit: (events: readonly unknown[]) => Promise<Answer>;
  now: () => Date;
  /** The institution's IANA zone. */
  timeZone: string;
};
