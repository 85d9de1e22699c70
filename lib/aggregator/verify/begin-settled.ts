import { setTimeout as pause } from "node:timers/promises";
import type { PoolClient } from "pg";
import { BellwetherError } from "@/lib/platform/errors";
import { cellsAreOfFlink, factGate } from "../cell-engine";

/** Milliseconds to wait for Flink to be near, and then, while facts stand still, for it to be there. */
const nearPatience = 60_000;
const settlePatience = 20_000;
const askAgainAfter = 100;

/**
 * Begins a REPEATABLE READ transaction at a moment at which cells hold all that facts hold. Cells that come from Flink lag
 * behind, and under a steady flow never hold all: batches wait then until they do, which takes a checkpoint or two. Throws
 * unavailable where they do not come near.
 */
export async function beginSettled(client: PoolClient): Promise<void> {
  if (await cellsAreOfFlink(client)) {
    await until(client, "warehouse.cells_follow()", nearPatience);
    await client.query("SELECT pg_advisory_lock($1)", [factGate]);
    try {
      await until(client, "warehouse.cells_settled()", settlePatience);
      await begin(client);
    } finally {
      await client.query("SELECT pg_advisory_unlock($1)", [factGate]);
    }
  } else await begin(client);
}

/** The first query takes the snapshot. */
const begin = (client: PoolClient) => client.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");

async function until(client: PoolClient, holds: string, patience: number): Promise<void> {
  for (const end = performance.now() + patience; ; await pause(askAgainAfter)) {
    const found = await client.query<{ holds: boolean }>(`SELECT ${holds} AS holds`);
    if (found.rows[0]?.holds === true) return;
    if (performance.now() > end) {
      throw new BellwetherError("unavailable", `Cells did not come up to facts within ${patience / 1_000} s: does Flink's job run?`);
    }
  }
}
