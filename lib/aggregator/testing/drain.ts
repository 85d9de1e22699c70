import { postgresReader } from "@/lib/event-log/postgres/postgres-reader";
import type { Database } from "@/lib/platform/database";
import { Lane } from "../lane";

/** Applies all that waits on the log. */
export async function drainOnce(database: Database, timeZone: string): Promise<void> {
  const lane = new Lane({ database, reader: postgresReader, member: "test", timeZone, batchSize: 10_000 });
  while ((await lane.step(performance.now())) > 0);
  await lane.close();
}
