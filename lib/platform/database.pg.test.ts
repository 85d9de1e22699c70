import { describe, expect, it } from "vitest";
import { openDatabase } from "./database";
import { useTestDatabase } from "./testing/database";

describe("the bounds of a database's connections", () => {
  const test = useTestDatabase();

  it("ends a transaction of the owner that does nothing, and a statement that takes too long where a bound is given", async () => {
    const bounded = await openDatabase(test.database.url, { longestStatement: 200 });
    try {
      const settings = await bounded.owner.query("SELECT current_setting('idle_in_transaction_session_timeout') AS idle");
      expect(settings.rows).toEqual([{ idle: "10min" }]);
      await expect(bounded.owner.query("SELECT pg_sleep(5)")).rejects.toMatchObject({ code: "57014" });
      expect((await test.database.owner.query("SHOW statement_timeout")).rows).toEqual([{ statement_timeout: "0" }]);
    } finally {
      await bounded.close();
    }
  });
});
