import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { type AccessChanges, followAccessChanges } from "./access-changes";
import { ApiKeys } from "./api-keys";
import { createApiKey, listApiKeys, revokeApiKey } from "./manage-api-keys";
import type { Ability } from "./principal";

describe("API keys", () => {
  const test = useTestDatabase();
  let changes: AccessChanges;
  let keys: ApiKeys;
  let now = Date.parse("2026-03-09T09:00:00Z");

  beforeAll(async () => {
    changes = await followAccessChanges(test.url, (error) => {
      throw error;
    });
    keys = new ApiKeys(test.database, changes, () => now);
  });
  afterAll(() => changes.stop());

  const make = (name: string, more: Partial<Parameters<typeof createApiKey>[1]> = {}) => {
    const can: Ability[] = ["kpis:read"];
    return createApiKey(test.database, { name, can, scope: { kind: "institution" }, ...more });
  };
  const who = (key: string, scheme = "Bearer") => keys.authenticate(`${scheme} ${key}`);

  it("SCOPE-1: a key is what it was made for: abilities, scope and rate, and no student", async () => {
    const scope = { kind: "org-units", orgUnits: ["eng"] } as const;
    const { id, key } = await make("unit", { can: ["events:write"], scope: { ...scope, orgUnits: ["eng"] }, eventsPerSecond: 7 });
    expect(await who(key)).toEqual({
      kind: "api-key",
      keyId: id,
      can: new Set(["events:write"]),
      scope,
      studentScope: { kind: "none" },
      studentLevel: true,
      eventsPerSecond: 7,
    });
    expect(await who(key, "bearer")).not.toBeNull();
  });

  it("keeps a hash alone, and lists no secret", async () => {
    const { key } = await make("secret");
    const secret = key.split("_").slice(2).join("_");
    const kept = await test.database.owner.query("SELECT string_agg(to_jsonb(k)::text, '') AS rows FROM app.api_key_secret k");
    expect(kept.rows[0].rows).not.toContain(secret);
    expect(JSON.stringify(await listApiKeys(test.database))).not.toContain(secret);
  });

  it("nothing but the whole key is let in", async () => {
    const [{ key }, { key: foreign }] = [await make("whole"), await make("foreign")];
    const [, prefix, secret] = /^bw_(.{12})_(.{43})$/.exec(key) ?? [];
    const changed = `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`;
    const attempts = [changed, `bw_${prefix}_${foreign.slice(-43)}`, `bw_${prefix}_`, `bw_${prefix}`, secret, `${key}x`, ` ${key}`, ""];
    for (const attempt of attempts) expect([attempt, await who(attempt ?? "")]).toEqual([attempt, null]);
    expect(await keys.authenticate(key)).toBeNull();
    expect(await who(key, "Basic")).toBeNull();
    expect(await keys.authenticate(undefined)).toBeNull();
  });

  it("ends at its time, to the millisecond", async () => {
    const { key } = await make("short", { expiresAt: new Date(now + 1_000) });
    expect(await who(key)).not.toBeNull();
    now += 999;
    expect(await who(key)).not.toBeNull();
    now += 1;
    expect(await who(key)).toBeNull();
  });

  it("is let in no more a moment after it was revoked, by name or id, though it was known before", async () => {
    const [one, two] = [await make("one"), await make("two")];
    for (const { key } of [one, two]) expect(await who(key)).not.toBeNull();
    expect(await revokeApiKey(test.database, "one")).toBe(1);
    expect(await revokeApiKey(test.database, two.id)).toBe(1);
    for (const { key } of [one, two]) await expect.poll(() => who(key)).toBeNull();
    expect(await revokeApiKey(test.database, "one")).toBe(0);
    expect(await revokeApiKey(test.database, "unknown")).toBe(0);
  });

  it("a scope that was changed in the database holds a moment later", async () => {
    const { id, key } = await make("narrowed");
    expect((await who(key))?.scope).toEqual({ kind: "institution" });
    await test.database.owner.query(`UPDATE app.api_key SET scope = '{"kind":"none"}' WHERE id = $1`, [id]);
    await expect.poll(async () => (await who(key))?.scope).toEqual({ kind: "none" });
  });
});
