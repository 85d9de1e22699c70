import { expect } from "vitest";
import type { Database } from "../database";

/** Until so many of a test's own database wait for a lock. */
export async function waitsForLock({ owner }: Database, count = 1): Promise<void> {
  const waiting = async () => {
    const found = await owner.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
    return found.rowCount;
  };
  await expect.poll(waiting, { interval: 10, timeout: 10_000 }).toBe(count);
}
