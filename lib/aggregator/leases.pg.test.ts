import { setTimeout as pause } from "node:timers/promises";
import type { PoolClient } from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { balanceLeases, enter, type Lease } from "./leases";

const test = useTestDatabase();
const open = new Set<PoolClient>();

type Member = { name: string; client: PoolClient; held: Map<number, Lease> };

async function member(name: string): Promise<Member> {
  const client = await test.database.owner.connect();
  client.on("error", () => undefined);
  open.add(client);
  await enter(client, name);
  return { name, client, held: new Map() };
}

const balance = ({ client, name, held }: Member) => balanceLeases(client, name, held);

/** Its process was killed: the session ends, and nothing is taken back in order. */
async function die({ client }: Member): Promise<void> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const [{ pid } = { pid: 0 }] = rows;
  open.delete(client);
  client.release(true);
  const lives = () => test.database.owner.query("SELECT FROM pg_stat_activity WHERE pid = $1", [pid]);
  while (((await lives()).rowCount ?? 0) > 0) await pause(5);
}

describe("who shares the partitions", () => {
  afterEach(() => {
    for (const client of open) client.release(true);
    open.clear();
  });

  it("a member that was killed takes nobody's share from then on", async () => {
    const [first, second] = [await member("first"), await member("second")];
    await balance(first);
    await balance(second);
    await balance(first);
    expect(await balance(second)).toBe(true);
    expect([first.held.size, second.held.size]).toEqual([4, 4]);
    await die(first);
    expect(await balance(second)).toBe(true);
    expect(second.held.size).toBe(8);
  });

  it("who finds less free than its share is told so", async () => {
    const [first, second] = [await member("third"), await member("fourth")];
    await balance(first);
    expect(first.held.size).toBe(8);
    expect(await balance(second)).toBe(false);
    await balance(first);
    expect(await balance(second)).toBe(true);
    expect([first.held.size, second.held.size]).toEqual([4, 4]);
  });
});
