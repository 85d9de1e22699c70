import { postgresReader } from "@/lib/event-log/postgres/postgres-reader";
import type { Database } from "@/lib/platform/database";
import { Lane } from "../lane";

/** Applies all that waits on the log. */
export async function drainOnce(database: Database, timeZone: string, batchSize = 10_000): Promise<void> {
  const lane = new Lane({ database, reader: postgresReader, member: "test", timeZone, batchSize });
  while ((await lane.step(performance.now())) > 0);
  await lane.close();
}
