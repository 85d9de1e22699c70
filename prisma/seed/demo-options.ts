import type { Ingest } from "@/lib/ingest/ingest";
import type { Database } from "@/lib/platform/database";
import type { Vault } from "@/lib/privacy/vault";

export type DemoOptions = {
  database: Database;
  vault: Vault;
  ingest: Pick<Ingest, "submit">;
  folder: string;
  timeZone: string;
  now: () => Date;
  say: (line: string) => void;
  onError: (error: unknown) => void;
};
