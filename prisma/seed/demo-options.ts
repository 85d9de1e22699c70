import type { Ingest } from "@/lib/ingest/ingest";
import type { Database } from "@/lib/platform/database";

export type DemoOptions = {
  database: Database;
  ingest: Pick<Ingest, "submit">;
  folder: string;
  timeZone: string;
  now: () => Date;
  say: (line: string) => void;
  onError: (error: unknown) => void;
};
