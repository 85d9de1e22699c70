import { describe } from "vitest";
import { emptyWarehouse } from "@/lib/aggregator/testing/log-fixture";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import { holdsToTheLog } from "../testing/conformance";
import { Appender } from "./appender";
import { openPostgresReader } from "./postgres-reader";

describe("the log in Postgres", () => {
  const test = useTestDatabase();

  holdsToTheLog(async () => {
    const { database } = test;
    await emptyWarehouse(database);
    const vault = await Vault.open(database, testVaultKey);
    return {
      database,
      vault,
      openWriter: () => new Appender(database, vault.identityKey),
      openReader: (events) => openPostgresReader(database, events),
      unread: async () => {
        const behind = await database.owner.query<{ n: number }>(
          "SELECT sum(e.next_offset - c.next_offset)::int AS n FROM log.event_partition e JOIN log.consumer c USING (partition)",
        );
        return behind.rows[0]?.n ?? Number.NaN;
      },
    };
  });
});
