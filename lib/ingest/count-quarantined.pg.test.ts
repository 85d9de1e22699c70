import { describe, expect, it } from "vitest";
import { mostCounted } from "@/lib/platform/most-counted";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { listSources } from "@/lib/warehouse/sources/list-sources";
import { countQuarantined } from "./count-quarantined";

describe("how many items are open", () => {
  const test = useTestDatabase();
  const fill = (count: number, type: string | null, from: string) =>
    test.database.owner.query(
      `INSERT INTO log.quarantine (id, arrived_at, type, sealed_body, errors)
       SELECT gen_random_uuid(), $3::timestamptz + n * interval '1 second', $2, '', '[]' FROM generate_series(0, $1::int - 1) n`,
      [count, type, from],
    );
  const counted = () => countQuarantined(test.database, ["grade.posted"]);
  const sources = () => listSources(test.database, new Date("2026-03-09T03:00:00Z"), "Asia/Seoul");

  it("is counted up to a limit, past which it is said that there are more", async () => {
    expect(await counted()).toEqual({ open: 0, isLeast: false, oldest: null });
    await fill(mostCounted - 1, "grade.posted", "2026-03-02T00:00:00Z");
    await fill(1, null, "2026-03-01T00:00:00Z");
    await fill(1, "score.recorded", "2026-02-01T00:00:00Z");
    await test.database.owner.query("UPDATE log.quarantine SET state = 'discarded' WHERE type = 'score.recorded'");
    const whole = { open: mostCounted, isLeast: false, oldest: "2026-03-01T00:00:00.000Z" };
    expect(await counted()).toEqual(whole);
    expect(await sources()).toMatchObject({ openItems: mostCounted, openIsLeast: false });
    await fill(2, null, "2026-03-03T00:00:00Z");
    expect(await counted()).toEqual({ ...whole, isLeast: true });
    expect(await sources()).toMatchObject({ openItems: mostCounted, openIsLeast: true });
  });
});
