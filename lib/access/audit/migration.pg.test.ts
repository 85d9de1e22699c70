import { randomUUID } from "node:crypto";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, inject, it } from "vitest";
import { openDatabase } from "@/lib/platform/database";
import { migrate } from "@/lib/platform/migrate";
import { testVaultKey } from "@/lib/platform/testing/database";
import { writeAudit } from "../write-audit";
import { auditKeyOf } from "./anchor";
import { inSnapshot } from "./read-entries";
import { verifyChain } from "./verify-chain";

const all = join(process.cwd(), "prisma", "migrations");
const first = "0014_audit";

describe("an audit of before the chain", () => {
  it("is chained as it stands, its numbers without gaps, and goes on", async () => {
    const admin = new pg.Client({ connectionString: inject("postgresUrl") });
    await admin.connect();
    const name = `test_${randomUUID().replaceAll("-", "")}`;
    const before = await mkdtemp(join(tmpdir(), "bellwether-migrations-"));
    await admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(inject("postgresUrl"));
    url.pathname = `/${name}`;
    const database = await openDatabase(url.href);
    try {
      for (const folder of (await readdir(all)).filter((one) => /^\d/.test(one) && one < first))
        await cp(join(all, folder), join(before, folder), { recursive: true });
      await migrate(database.owner, before);
      await database.owner.query(`INSERT INTO app.audit (actor, action, subject, detail)
        SELECT 'user:' || n, 'people.revealed', NULLIF('thing:' || n, 'thing:2'), jsonb_build_object('people', n, '한글', '"') FROM generate_series(1, 40) n`);
      await database.owner.query("DELETE FROM app.audit WHERE id IN (1, 7, 8, 40)");
      await migrate(database.owner, all);
      await writeAudit(database.owner, { actor: "system", action: "key.made" });
      const state = await inSnapshot(database.owner, (client) => verifyChain(client, { anchors: [], key: auditKeyOf(testVaultKey) }));
      expect(state).toMatchObject({ entries: 37, finding: null });
      const kept = await database.owner.query("SELECT id::int, actor FROM app.audit ORDER BY id");
      expect(kept.rows.slice(0, 6).map(({ actor }) => actor)).toEqual([2, 3, 4, 5, 6, 9].map((n) => `user:${n}`));
      expect(kept.rows.map(({ id }) => id)).toEqual(kept.rows.map((_, index) => index + 1));
    } finally {
      await database.close();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
      await rm(before, { recursive: true });
    }
  });
});
