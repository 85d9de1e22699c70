import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stageBatch } from "@/lib/event-log/postgres/stage-batch";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { propertyRuns } from "@/lib/platform/testing/property-runs";
import { applyBatch } from "./apply-batch";
import { batchTables } from "./delta";
import { KeptPlans } from "./kept-plans";
import type { Lease } from "./leases";
import { consumeBatch } from "./take-batch";
import { eventSet, eventTypes } from "./testing/generate-events";
import { appendToLog, comparable, emptyWarehouse, storedCells } from "./testing/log-fixture";
import { oracleCells } from "./testing/oracle";
import { verify } from "./verify/verify";

const zone = "Asia/Seoul";
/** Each run recomputes everything twice: on a busy machine the runs take their time. */
const patience = 240_000;

describe("aggregator", () => {
  const test = useTestDatabase();

  /** Drains the log in batches of the given sizes; `true` in `crashes` undoes a batch at its very end. */
  async function drain(sizes: readonly number[], crashes: readonly boolean[]) {
    const client = await test.database.owner.connect();
    try {
      for (const statement of batchTables) await client.query(statement);
      const plans = new KeptPlans(client);
      const epochs = await client.query<{ partition: number; epoch: string }>(
        "SELECT partition, lease_epoch AS epoch FROM log.consumer WHERE consumer = 'aggregator'",
      );
      const leases: Lease[] = epochs.rows;
      const partitions = leases.map((lease) => lease.partition);
      for (let turn = 0; ; turn += 1) {
        await client.query("BEGIN");
        const events = await stageBatch(client, partitions, sizes[turn % sizes.length] ?? 1);
        if (events === 0) {
          await client.query("ROLLBACK");
          return;
        }
        // Every third turn the clock goes on by so much that plans are made anew.
        await plans.beginBatch(events, Math.floor(turn / 3) * 10_000);
        await consumeBatch(plans, leases);
        await applyBatch(plans, zone);
        await client.query(crashes[turn % crashes.length] === true && turn < 50 ? "ROLLBACK" : "COMMIT");
      }
    } finally {
      client.release();
    }
  }

  it("the sets of events that are tried hold every type that there is", () => {
    const tried = fc.sample(eventSet({ minLength: 40, maxLength: 80 }), 200).flat();
    expect(new Set(tried.map(({ type }) => type))).toEqual(new Set(eventTypes));
  });

  it(
    "EXACT-1 EXACT-2: any order, batching and crash point gives the cells of a brute-force recomputation",
    async () => {
      const scenario = fc.record({
        events: eventSet({ minLength: 1, maxLength: 80 }),
        sizes: fc.array(fc.constantFrom(1, 8, 24, 64), { minLength: 1, maxLength: 4 }),
        crashes: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
      });
      await fc.assert(
        fc.asyncProperty(scenario, async ({ events, sizes, crashes }) => {
          await emptyWarehouse(test.database);
          await appendToLog(test.database, events);
          await drain(sizes, crashes);
          expect(comparable(await storedCells(test.database))).toEqual(comparable(oracleCells(events, zone)));
          expect(await verify(test.database, zone)).toMatchObject({ differ: 0 });
        }),
        { numRuns: propertyRuns({ short: 8, full: 60 }) },
      );
    },
    patience,
  );

  it(
    "EXACT-1: two orders of one set give the same cells",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          eventSet({ minLength: 20, maxLength: 60 }).chain((events) =>
            fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
          ),
          async ([one, other]) => {
            const results: unknown[] = [];
            for (const events of [one, other]) {
              await emptyWarehouse(test.database);
              await appendToLog(test.database, events);
              await drain([16], [false]);
              results.push(comparable(await storedCells(test.database)));
            }
            expect(results[0]).toEqual(results[1]);
          },
        ),
        { numRuns: propertyRuns({ short: 2, full: 20 }) },
      );
    },
    patience,
  );

  it("verify finds a cell that was changed by hand", async () => {
    await emptyWarehouse(test.database);
    await appendToLog(test.database, [
      {
        type: "enrollment.changed",
        source: "urn:a",
        id: "1",
        occurredAt: "2026-03-02T00:00:00Z",
        recordedAt: "2026-03-02T00:00:00Z",
        data: { section: "s1", student: "00000000-0000-4000-8000-000000000001", status: "enrolled", effectiveOn: "2026-03-02" },
      },
    ]);
    await drain([8], [false]);
    expect(await verify(test.database, zone)).toMatchObject({ compared: 14, differ: 0 });
    await test.database.owner.query("UPDATE warehouse.cell_enrollment SET enrolments = enrolments + 1");
    const found = await verify(test.database, zone);
    expect(found).toMatchObject({ compared: 14, differ: 1 });
    expect(found.differences[0]).toMatchObject({ table: "cell_enrollment", stored: { enrolments: 2 }, expected: { enrolments: 1 } });
  });
});
