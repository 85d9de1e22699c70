import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";

const batches = 20_000;

/** Partition 0 of each source has a version of each batch but 6, which was overtaken by 7 and changed partition 1 after it. */
describe("the watermark of then", () => {
  const test = useTestDatabase();
  const query = (text: string, values: unknown[] = []) => test.database.owner.query(text, values);
  const sources = "SELECT 's' || s AS source FROM generate_series(1, 3) s";

  beforeAll(async () => {
    await query(
      `INSERT INTO warehouse.watermark (source, partition, event_time, arrived_at, events, changed_in)
       SELECT source, 0, now(), now(), $1, $1 FROM (${sources}) s UNION ALL SELECT 's1', 1, now(), now(), 8, 8 UNION ALL SELECT 's1', 2, now(), now(), 9, 9`,
      [batches],
    );
    await query(
      `INSERT INTO history.watermark (source, partition, event_time, arrived_at, events, changed_in, ended_in)
       SELECT source, 0, now(), now(), n, n, CASE n WHEN 5 THEN 7 ELSE n + 1 END
       FROM (${sources}) s, generate_series(1, $1::int - 1) n WHERE n <> 6
       UNION ALL SELECT 's1', 1, now(), now(), v, v, ended FROM (VALUES (5, 7), (7, 6), (6, 8)) version (v, ended)`,
      [batches],
    );
    await query("ANALYZE history.watermark");
    await query("ANALYZE warehouse.watermark");
    await query(
      `INSERT INTO warehouse.feed_commit (position, committed_at, events, last_batch, open_batches)
       VALUES (1005, now(), 0, 5, '{}'), (1006, now(), 0, 7, '{6}'), (1007, now(), 0, 7, '{}'), (1009, now(), 0, 10000, '{}'), (1010, now(), 0, $1, '{}')`,
      [batches],
    );
  });

  const at = async (position: number, text: string): Promise<Record<string, unknown>[]> => {
    const client = await test.database.owner.connect();
    try {
      await client.query(`BEGIN; SET LOCAL bellwether.position = '${position}'`);
      return (await client.query(text)).rows;
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  };
  const versions = async (position: number) =>
    (await at(position, "SELECT source || '/' || partition || ' ' || events AS mark FROM past.watermark ORDER BY 1")).map(
      ({ mark }) => mark,
    );

  it("is the version of each partition that the position held, whichever batch overtook which", async () => {
    expect(await versions(1005)).toEqual(["s1/0 5", "s1/1 5", "s2/0 5", "s3/0 5"]);
    expect(await versions(1006)).toEqual(["s1/0 7", "s1/1 7", "s2/0 7", "s3/0 7"]);
    expect(await versions(1007)).toEqual(["s1/0 7", "s1/1 6", "s2/0 7", "s3/0 7"]);
    expect(await versions(1009)).toEqual(["s1/0 10000", "s1/1 8", "s1/2 9", "s2/0 10000", "s3/0 10000"]);
    expect(await versions(1010)).toEqual(["s1/0 20000", "s1/1 8", "s1/2 9", "s2/0 20000", "s3/0 20000"]);
    expect(await at(0, "SELECT FROM past.watermark WHERE source = 'none'")).toEqual([]);
  });

  it.each([1009, 1010])("at %i it is found by its key: the versions of other batches are not read", async (position) => {
    const [plan] = await at(
      position,
      "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON, COSTS OFF, TIMING OFF) SELECT max(event_time) FROM past.watermark",
    );
    const read = JSON.stringify(plan).match(/"Shared Hit Blocks":(\d+),"Shared Read Blocks":(\d+)/);
    const blocks = Number(read?.[1]) + Number(read?.[2]);
    expect(blocks).toBeGreaterThan(0);
    expect(blocks).toBeLessThan(60); // the whole of the table has about a thousand
  });
});
