import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { listSources } from "./list-sources";

const zone = "Asia/Seoul";
/** A Monday, 14:20 in Seoul. */
const now = new Date("2026-11-23T05:20:00Z");
const hour = 3_600_000;
const week = 168 * hour;

describe("sources", () => {
  const test = useTestDatabase();
  const count = (source: string, hours: readonly (readonly [at: number, accepted: number, rejected?: number])[]) =>
    test.database.owner.query(
      `INSERT INTO log.arrival_hour (source, hour, accepted, rejected)
       SELECT $1, to_timestamp(at / 1000.0), accepted, rejected FROM unnest($2::float8[], $3::bigint[], $4::bigint[]) AS h (at, accepted, rejected)`,
      [source, hours.map(([at]) => at), hours.map(([, accepted]) => accepted), hours.map(([, , rejected = 0]) => rejected)],
    );
  const seen = async (source: string, arrivedAt: Date, events = 10) => {
    await test.database.owner.query("INSERT INTO warehouse.dim_source (source) VALUES ($1) ON CONFLICT DO NOTHING", [source]);
    await test.database.owner.query("INSERT INTO log.arrival_total (source, type, schema_version, accepted) VALUES ($1, 't', 1, $2)", [
      source,
      events,
    ]);
    await test.database.owner.query(
      "INSERT INTO warehouse.watermark VALUES ($1, 0, $2, $2, $3), ($1, 1, $2::timestamptz - interval '1 hour', $2::timestamptz - interval '1 hour', 1)",
      [source, arrivedAt, events],
    );
  };
  const read = async (at = now, timeZone = zone) =>
    new Map((await listSources(test.database, at, timeZone)).sources.map((one) => [one.source, one]));
  /** The last whole hour of `now`, 13:00 to 14:00. */
  const last = Date.parse("2026-11-23T04:00:00Z");

  beforeEach(async () => {
    await test.database.owner.query("TRUNCATE log.arrival_hour, log.arrival_total, warehouse.watermark, warehouse.dim_source");
  });

  it("holds the last hour against the same hour of the last weeks", async () => {
    await seen("urn:sis", new Date(now.getTime() - 8_000), 5_000);
    await count("urn:sis", [
      [last - 5 * week, 7],
      [last - 4 * week, 450],
      [last - 3 * week, 380],
      [last - 2 * week - hour, 9_999],
      [last - week, 400],
      [last, 412],
      [last + hour, 96],
    ]);
    const listed = await listSources(test.database, now, zone);
    expect(listed.hour).toEqual({ from: "2026-11-23T04:00:00.000Z", to: "2026-11-23T05:00:00.000Z" });
    const [sis] = listed.sources;
    // The week without a row had nothing in that hour: that is a count too.
    expect(sis).toMatchObject({
      source: "urn:sis",
      state: "fresh",
      lagSeconds: 8,
      events: 5_001,
      lastHour: 412,
      soFar: 96,
      usual: { least: 0, most: 450 },
    });
    expect(sis?.hours).toHaveLength(24);
    expect(sis?.hours.at(-1)).toEqual({ from: "2026-11-23T04:00:00.000Z", accepted: 412, usual: { least: 0, most: 450 } });
    expect(sis?.eventTime).toBe("2026-11-23T05:19:52.000Z");
  });

  it("nothing is usual before a second week, and hours before a source's first say nothing", async () => {
    await seen("urn:new", now);
    await count("urn:new", [
      [last - week - hour, 5],
      [last, 400],
    ]);
    expect((await read()).get("urn:new")).toMatchObject({ usual: null, missedHours: null });
    await count("urn:new", [[last - 2 * week - hour, 1]]);
    expect((await read()).get("urn:new")).toMatchObject({ usual: { least: 0, most: 0 } });
  });

  it("FRESH-1: a source is late only in hours that usually bring something", async () => {
    const nine = Date.parse("2026-11-23T00:00:00Z");
    const mornings = [1, 2, 3].flatMap((back) => [0, 1].map((at) => [nine - back * week + at * hour, 30] as const));
    for (const source of ["urn:on-time", "urn:late"]) await count(source, [[nine - 4 * week + 2 * hour, 30], ...mornings]);
    await seen("urn:on-time", new Date(nine + 1.5 * hour));
    await seen("urn:late", new Date(nine - 60 * hour));
    const found = await read();
    expect(found.get("urn:on-time")).toMatchObject({ state: "fresh", missedHours: 0 });
    expect(found.get("urn:late")).toMatchObject({ state: "stale", missedHours: 2 });
  });

  it("the same hour is the one on the wall, across a change of the clocks", async () => {
    // In Berlin clocks went back on 25 October 2026: 9:00 was 7:00 UTC before and is 8:00 UTC after.
    const at = new Date("2026-11-02T09:20:00Z");
    await seen("urn:berlin", at);
    await count("urn:berlin", [
      [Date.parse("2026-10-01T00:00:00Z"), 1],
      [Date.parse("2026-10-05T07:00:00Z"), 50],
      [Date.parse("2026-10-12T07:00:00Z"), 60],
      [Date.parse("2026-10-19T07:00:00Z"), 70],
      [Date.parse("2026-10-26T08:00:00Z"), 55],
      [Date.parse("2026-11-02T08:00:00Z"), 65],
    ]);
    expect((await read(at, "Europe/Berlin")).get("urn:berlin")).toMatchObject({ lastHour: 65, usual: { least: 50, most: 70 } });
  });

  it("what was rejected today is of the institution's day; what could not be read stands last", async () => {
    const midnight = Date.parse("2026-11-22T15:00:00Z");
    await seen("urn:sis", now);
    await count("urn:sis", [
      [midnight - hour, 100, 100],
      [midnight, 90, 10],
    ]);
    await test.database.owner.query("INSERT INTO log.arrival_total (source, type, schema_version, rejected) VALUES ('', '', 0, 3)");
    await count("", [[midnight, 0, 3]]);
    const listed = await listSources(test.database, now, zone);
    expect(listed.sources.map((one) => one.source)).toEqual(["urn:sis", ""]);
    expect(listed.sources[0]?.today).toEqual({ accepted: 90, duplicate: 0, rejected: 10 });
    expect(listed.sources[1]).toMatchObject({ today: { rejected: 3 }, lagSeconds: null, eventTime: null, state: "silent" });
  });
});
