import type { PoolClient } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { statementName } from "@/lib/platform/statement-name";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { KeptPlans } from "./kept-plans";

const db = useTestDatabase();
const one = "SELECT FROM grown WHERE id = 7";
let client: PoolClient;
let now = 0;

beforeAll(async () => {
  client = await db.database.owner.connect();
});
afterAll(() => client.release(true));

/** A table that is one row as the planner knows it, and a connection that asked it in this batch. */
async function asked(events: number): Promise<KeptPlans> {
  await client.query(
    "DROP TABLE IF EXISTS grown; CREATE TEMP TABLE grown (id integer PRIMARY KEY); INSERT INTO grown VALUES (0); ANALYZE grown",
  );
  const plans = new KeptPlans(client);
  await plans.beginBatch(events, now);
  await plans.query(one);
  await client.query("INSERT INTO grown SELECT generate_series(1, 100000)");
  return plans;
}

/** How the connection would run it, by the plan that it keeps if it keeps one. */
async function howKept(): Promise<string> {
  const found = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN EXECUTE "${statementName(client, one)}"`);
  return found.rows[0]?.["QUERY PLAN"] ?? "";
}

it("keeps a plan until as many events came as before it, and no longer than ten seconds", async () => {
  const plans = await asked(10);
  expect(await howKept()).toContain("Seq Scan");
  await plans.beginBatch(10, now);
  await plans.query(one);
  expect(await howKept()).toContain("Index");

  const later = await asked(10);
  for (let batch = 0; batch < 20; batch += 1) await later.beginBatch(10, now);
  await client.query("TRUNCATE grown; INSERT INTO grown VALUES (0); ANALYZE grown");
  await later.query(one);
  await client.query("INSERT INTO grown SELECT generate_series(1, 100000)");
  await later.beginBatch(10, now);
  await later.query(one);
  expect(await howKept()).toContain("Seq Scan");
  now += 10_000;
  await later.beginBatch(10, now);
  expect(await howKept()).toContain("Index");
});

it("keeps none over a batch of many, whose statements are planned each time", async () => {
  const plans = await asked(10);
  await plans.beginBatch(20_000, now);
  const names = "SELECT count(*)::int AS kept FROM pg_prepared_statements";
  const before = (await client.query(names)).rows;
  await plans.query("SELECT FROM grown WHERE id = 8");
  expect((await client.query(names)).rows).toEqual(before);
  await plans.beginBatch(10, now);
  expect(await howKept()).toContain("Index");
});
