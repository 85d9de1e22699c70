import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAggregator } from "@/lib/aggregator/run-aggregator";
import { eventSet } from "@/lib/aggregator/testing/generate-events";
import { comparable, emptyWarehouse, storedCells } from "@/lib/aggregator/testing/log-fixture";
import { oracleCells } from "@/lib/aggregator/testing/oracle";
import { verify } from "@/lib/aggregator/verify/verify";
import { isBellwetherError } from "@/lib/platform/errors";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { isFullRun } from "@/lib/platform/testing/full-run";
import type { LogEntry, LogWriter } from "../event-log";
import { Appender } from "../postgres/appender";
import { openPostgresReader } from "../postgres/postgres-reader";
import { drain, type LogUnderTest, toEntry, until, zone } from "../testing/log-under-test";
import { openKafkaLog } from "./testing/kafka-under-test";
import { findKafka, type TestBroker } from "./testing/start-kafka";

const kafka = findKafka();
const why = kafka.found ? "the broker of BELLWETHER_TEST_KAFKA is not ours to kill" : kafka.why;
const killable = kafka.found && kafka.own;
/** Another run: BELLWETHER_TEST_SEED=<seed>. */
const seed = Number(process.env.BELLWETHER_TEST_SEED ?? Date.now() % 1_000_000);
const size = isFullRun ? 6_000 : 400;
/** Milliseconds. */
const patience = 1_500;
const kills = isFullRun ? 4 : 1;

describe.skipIf(!killable)(`a broker that is killed${killable ? "" : ` (skipped: ${why})`}`, () => {
  const test = useTestDatabase();
  let found: TestBroker | null = null;
  const broker = (): TestBroker => {
    if (found === null) throw new Error("The broker is there from beforeAll on.");
    return found;
  };
  beforeAll(async () => {
    if (kafka.found) found = await kafka.open();
  });
  const abort = new AbortController();
  let aggregator: Promise<void> | null = null;
  afterAll(async () => {
    abort.abort();
    await aggregator;
    await found?.remove();
  });

  it(`LOG-1 EXACT-1 EXACT-2: loses nothing that was acknowledged and doubles nothing, nor do lost connections; both ends go on by themselves (seed ${seed})`, async () => {
    const [events = []] = fc.sample(eventSet({ minLength: size, maxLength: size }), { seed, numRuns: 1 });
    const [first] = events;
    if (first === undefined) throw new Error("There are no events.");
    const log = await openKafkaLog(test.database, broker().address, patience);
    const writer = log.openWriter();
    const { database } = log;
    aggregator = runAggregator({
      database,
      openReader: log.openReader,
      timeZone: zone,
      lanes: 2,
      batchSize: 64,
      signal: abort.signal,
      onError: () => undefined, // a lane that lost its connection goes on with another
    });
    const waiting = Array.from({ length: Math.ceil(events.length / 20) }, (_, index) =>
      events.slice(index * 20, index * 20 + 20).map(toEntry),
    );
    const requests = waiting.length;
    let acknowledged = 0;
    let repeated = 0;
    const send = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        repeated += await appendAgain(writer, next);
        acknowledged += 1;
        await pause(2); // so that there is something to do in each of the broker's lives
      }
    };
    const sending = Promise.all([send(), send(), send()]);
    for (let kill = 1; kill <= kills; kill += 1) {
      await until("so much is acknowledged", () => acknowledged >= (requests * kill) / (kills + 1));
      await broker().kill();
      // Who waited is refused in time, and who comes then at once.
      await until("senders are refused", () => isRefusing(writer));
      await expect(writer.append([toEntry(first)])).rejects.toMatchObject({ code: "unavailable", facts: { retryAfterSeconds: 2 } });
      // And the aggregator's sessions, as they are: in the middle of a batch, mostly.
      await database.owner.query(
        `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
         WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.classid = 715204`,
      );
      await broker().start();
    }
    await sending;
    await until("all is applied", async () => (await log.unread()) === 0);
    abort.abort();
    await Promise.all([aggregator, writer.close()]);

    // A kill that hit nobody proves nothing.
    expect(repeated).toBeGreaterThan(0);
    const kept = await database.owner.query<{ id: string }>("SELECT event_id AS id FROM log.event ORDER BY 1");
    expect(kept.rows.map((row) => row.id).sort()).toEqual(events.map((event) => event.id).sort());
    const cells = comparable(await storedCells(database));
    expect(cells).toEqual(comparable(oracleCells(events, zone)));
    expect(await verify(database, zone)).toMatchObject({ differ: 0 });

    await emptyWarehouse(database);
    const beside = postgresLog(log);
    await beside.openWriter().append(events.map(toEntry));
    await drain(beside);
    expect(comparable(await storedCells(database))).toEqual(cells);
  }, 120_000);
});

function isRefusing(writer: LogWriter): boolean {
  try {
    writer.refuseWhenFull();
    return false;
  } catch {
    return true;
  }
}

/** As a client does: what is not acknowledged is sent again. Returns how often that was needed. */
async function appendAgain(writer: LogWriter, entries: LogEntry[]): Promise<number> {
  for (let repeated = 0; ; repeated += 1) {
    try {
      await writer.append(entries);
      return repeated;
    } catch (error) {
      if (!isBellwetherError(error) || error.code !== "unavailable") throw error;
      await pause(100);
    }
  }
}

function postgresLog({ database, vault }: LogUnderTest): LogUnderTest {
  return {
    database,
    vault,
    openWriter: () => new Appender(database, vault.identityKey),
    openReader: (events) => openPostgresReader(database, events),
    unread: async () => Number((await database.owner.query<{ n: string }>("SELECT sum(events) AS n FROM log.backlog")).rows[0]?.n),
  };
}
