import { describe, expect, it } from "vitest";
import { Ingest } from "@/lib/ingest/ingest";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";

const roll = (id: string, status = "present", source = "urn:a") => ({
  specversion: "1.0",
  id,
  source,
  type: "attendance.recorded",
  time: "2026-03-09T00:02:11Z",
  data: { meeting: `m-${id}`, student: "s", status },
});

describe("counts of what arrived", () => {
  const test = useTestDatabase();
  const counts = async (table: string, columns: string) =>
    (
      await test.database.owner.query(
        `SELECT ${columns}, sum(accepted)::int AS accepted, sum(duplicate)::int AS duplicate, sum(rejected)::int AS rejected
         FROM log.${table} GROUP BY ${columns} ORDER BY ${columns}`,
      )
    ).rows;

  it("LOG-1: agree with the log and the quarantine, whoever sends at once and whatever is undone", async () => {
    const vault = await Vault.open(test.database, testVaultKey);
    const [one, other] = [new Ingest(test.database, vault), new Ingest(test.database, vault)];
    const events = Array.from({ length: 400 }, (_, index) => roll(`e-${index}`, "present", index % 4 === 0 ? "urn:b" : "urn:a"));
    const rest = [roll("e-1", "absent"), roll("wrong", "?"), { ...roll("strange"), type: "who.knows" }, { specversion: "1.0" }, 7];
    await Promise.all([one.submit(events), other.submit(events.toReversed()), one.submit(rest)].map((sent) => sent));
    // A transaction that fails counts nothing.
    await test.database.owner.query("ALTER TABLE log.event ADD CONSTRAINT lost CHECK (event_id <> 'undone') NOT VALID");
    await expect(one.submit([roll("undone")])).rejects.toThrow();
    await test.database.owner.query("ALTER TABLE log.event DROP CONSTRAINT lost");

    const [log] = (await test.database.owner.query("SELECT count(*)::int AS events FROM log.event")).rows;
    // Whichever content of e-1 was first, the other conflicts, and its sender's repetition too.
    const hours = await counts("arrival_hour", "source");
    expect(hours.map((row) => row.source)).toEqual(["", "urn:a", "urn:b"]);
    expect(hours.reduce((sum, row) => sum + row.accepted, 0)).toBe(log.events);
    const kept = (await test.database.owner.query("SELECT count(*)::int AS items FROM log.quarantine")).rows[0]?.items;
    expect(hours.reduce((sum, row) => sum + row.rejected, 0)).toBe(kept);
    expect(hours.reduce((sum, row) => sum + row.accepted + row.duplicate + row.rejected, 0)).toBe(805);
    expect(hours[2]).toEqual({ source: "urn:b", accepted: 100, duplicate: 100, rejected: 0 });
    const totals = await counts("arrival_total", "type, schema_version");
    expect(totals.map((row) => [row.type, row.schema_version])).toEqual([
      ["", 0],
      ["attendance.recorded", 1],
    ]);
    expect(totals[0]).toMatchObject({ accepted: 0, rejected: 3 });
    expect(totals[1]?.accepted).toBe(log.events);
  });
});
