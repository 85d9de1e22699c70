import type { Database } from "@/lib/platform/database";
import { listen } from "@/lib/platform/listener";
import type { LogReader, ReaderEvents } from "../event-log";
import { stageBatch } from "./stage-batch";

/** Reads the Postgres log without being told when something was appended. */
export const postgresReader: LogReader = {
  async stage(client, partitions, limit) {
    const events = await stageBatch(client, partitions, limit);
    return { taken: events, events, passed: [], settle: async () => undefined };
  },
  async close() {},
};

/** Reads the log that is tables beside those of the warehouse. */
export async function openPostgresReader(database: Database, { onAppended, onError }: ReaderEvents): Promise<LogReader> {
  const listener = await listen(database.url, ["log_appended"], { onNotice: onAppended, onUp: onAppended, onError });
  return { ...postgresReader, close: () => listener.stop() };
}
