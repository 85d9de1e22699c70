import { describe, expect, it } from "vitest";
import { DatabaseClock, timeOf } from "./database-clock";
import { useTestDatabase } from "./testing/database";

const nobody = (error: unknown) => {
  throw error;
};

describe("the clock of the database", () => {
  const test = useTestDatabase();

  it("says what the database says, whatever somebody sets this machine's to", async () => {
    const clock = await DatabaseClock.open(timeOf(test.database), { onError: nobody });
    const machines = Date.now;
    try {
      Date.now = () => machines() + 26 * 3_600_000;
      const found = await test.database.owner.query<{ at: Date }>("SELECT clock_timestamp() AS at");
      expect(Math.abs(clock.now().getTime() - (found.rows[0]?.at.getTime() ?? 0))).toBeLessThan(1_000);
    } finally {
      Date.now = machines;
      clock.stop();
    }
  });

  it("goes on by the span that passed, is corrected by the next look, and by none that took too long", async () => {
    let [at, passed, takes] = [1_000_000, 0, 10];
    const ask = async () => {
      passed += takes;
      return at;
    };
    const clock = await DatabaseClock.open(ask, { onError: nobody, elapsed: () => passed });
    expect(clock.now().getTime()).toBe(1_000_005);
    passed += 60_000;
    expect(clock.now().getTime()).toBe(1_060_005);
    at = 1_060_500;
    await clock.look();
    expect(clock.now().getTime()).toBe(1_060_505);
    at = 5_000_000;
    takes = 1_500;
    await clock.look();
    expect(clock.now().getTime()).toBe(1_062_005);
    clock.stop();
  });
});
