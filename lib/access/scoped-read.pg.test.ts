import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/lib/platform/database";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { type ScopedRead, withScopedRead } from "./scoped-read";

describe("statements of a read", () => {
  const test = useTestDatabase();
  let one: Database;
  beforeAll(async () => {
    one = await openDatabase(test.database.url, { readerSize: 1, ownerSize: 1 });
  });
  afterAll(() => one.close());

  const reading = <T>(run: (read: ScopedRead) => Promise<T>) => withScopedRead(one, { kind: "institution" }, run);
  const connection = () => reading(async (read) => (await read.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]?.pid);

  it("are planned once a connection, whatever they are asked with", async () => {
    const sum = "SELECT $1::int + 1 AS sum";
    for (const value of [1, 2, 3]) {
      expect((await reading((read) => read.query<{ sum: number }>(sum, [value]))).rows).toEqual([{ sum: value + 1 }]);
    }
    const held = await reading((read) => read.query("SELECT statement FROM pg_prepared_statements WHERE statement = $1", [sum]));
    expect(held.rows).toHaveLength(1);
  });

  it("do not pile up: a connection that holds its most is given up for another", async () => {
    const before = await connection();
    for (let number = 0; number < 200; number += 1) await reading((read) => read.query(`SELECT ${number}`));
    expect(await connection()).toBe(before);
    await reading(async (read) => {
      for (let number = 200; number < 310; number += 1) await read.query(`SELECT ${number}`);
    });
    expect(await connection()).not.toBe(before);
  });

  it("a connection whose read failed serves the next one", async () => {
    const before = await connection();
    await expect(reading((read) => read.query("SELECT 1 / 0"))).rejects.toThrow("division by zero");
    expect(await connection()).toBe(before);
  });
});
