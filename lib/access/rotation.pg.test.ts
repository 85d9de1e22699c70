import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { type AccessChanges, followAccessChanges } from "./access-changes";
import { ApiKeys } from "./api-keys";
import { changeApiKey, endOldSecret, rotateApiKey } from "./change-api-key";
import { createApiKey, findActiveKey, listApiKeys, revokeApiKey } from "./manage-api-keys";
import { createUser } from "./users";

const day = 86_400_000;

describe("keys that are rotated and changed", () => {
  const test = useTestDatabase();
  /** Two processes, each with what it remembers. */
  let processes: ApiKeys[];
  const stops: AccessChanges[] = [];
  let by: { userId: string };
  let now = 0;

  beforeAll(async () => {
    const open = async () => {
      const changes = await followAccessChanges(test.url, (error) => {
        throw error;
      });
      stops.push(changes);
      return new ApiKeys(test.database, changes, () => now);
    };
    processes = [await open(), await open()];
    by = {
      userId: await createUser(test.database, { email: "k@example.org", name: "Keeper", role: "admin", scope: { kind: "institution" } }),
    };
  });
  afterAll(async () => {
    for (const changes of stops) await changes.stop();
  });
  beforeEach(() => {
    now = Date.now();
  });

  const at = () => new Date(now);
  const make = () =>
    createApiKey(test.database, { name: randomUUID(), can: ["events:write"], scope: { kind: "institution" } }, { by, now: at() });
  const rotate = (id: string, days: number) => rotateApiKey(test.database, id, { by, now: at(), oldUntil: new Date(now + days * day) });
  /** By each process: does the secret open the door? */
  const opens = (key: string) => Promise.all(processes.map(async (one) => (await one.authenticate(`Bearer ${key}`))?.keyId ?? null));
  const shown = async (id: string) => {
    const found = (await listApiKeys(test.database)).find((key) => key.id === id);
    if (found === undefined) throw new Error("There is no such key.");
    return found;
  };
  const recorded = async (id: string) => {
    const rows = await test.database.owner.query<{ action: string; actor: string; detail: object }>(
      "SELECT action, actor, detail FROM app.audit WHERE subject = $1 ORDER BY id",
      [`api-key:${id}`],
    );
    return rows.rows;
  };

  it("while it is rotated both secrets are the same key; the older ends at its moment, to the millisecond", async () => {
    const { id, key: old } = await make();
    const { key } = await rotate(id, 7);
    expect(key).not.toBe(old);
    expect([await opens(old), await opens(key)]).toEqual([
      [id, id],
      [id, id],
    ]);
    now += 7 * day - 1;
    expect(await opens(old)).toEqual([id, id]);
    now += 1;
    expect([await opens(old), await opens(key)]).toEqual([
      [null, null],
      [id, id],
    ]);
  });

  it("tells of each secret when it was used last, so that one sees who has not changed over", async () => {
    const { id, key: old } = await make();
    const { key } = await rotate(id, 7);
    await processes[0]?.authenticate(`Bearer ${old}`);
    await expect.poll(async () => (await shown(id)).secrets.map(({ lastUsedAt }) => lastUsedAt !== null)).toEqual([false, true]);
    expect((await shown(id)).lastUsedAt).toEqual(at());
    await processes[1]?.authenticate(`Bearer ${key}`);
    await expect.poll(async () => (await shown(id)).secrets.map(({ lastUsedAt }) => lastUsedAt !== null)).toEqual([true, true]);
    expect((await shown(id)).secrets.map(({ madeBy }) => madeBy)).toEqual(["Keeper", "Keeper"]);
  });

  it("an older secret that is ended early is refused by every process, though each knew it", async () => {
    const { id, key: old } = await make();
    const { key } = await rotate(id, 30);
    expect(await opens(old)).toEqual([id, id]);
    await endOldSecret(test.database, id, { by, now: at() });
    await expect.poll(() => opens(old)).toEqual([null, null]);
    expect(await opens(key)).toEqual([id, id]);
    await expect(endOldSecret(test.database, id, { by, now: at() })).rejects.toMatchObject({ code: "conflict" });
  });

  it("a secret that leaked is ended with the rotation itself", async () => {
    const { id, key: old } = await make();
    expect(await opens(old)).toEqual([id, id]);
    const { key } = await rotate(id, 0);
    await expect.poll(() => opens(old)).toEqual([null, null]);
    expect(await opens(key)).toEqual([id, id]);
  });

  it("two secrets hold at most, also where two people rotate at the same moment", async () => {
    const { id } = await make();
    const tries = await Promise.allSettled([rotate(id, 7), rotate(id, 7), rotate(id, 7)]);
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of tries)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "conflict", facts: { rule: "rotating" } });
    expect((await shown(id)).secrets).toHaveLength(2);
    now += 7 * day;
    await rotate(id, 1);
    expect((await shown(id)).secrets).toHaveLength(3);
  });

  it("what was revoked or is over is not rotated, changed or brought back; revoking ends both secrets", async () => {
    const { id, key: old } = await make();
    const { key } = await rotate(id, 7);
    expect([await opens(old), await opens(key)].flat()).toEqual([id, id, id, id]);
    expect(await revokeApiKey(test.database, id, { by, now: at() })).toBe(1);
    await expect.poll(async () => [await opens(old), await opens(key)].flat()).toEqual([null, null, null, null]);
    const later = { by, now: at() };
    await expect(rotate(id, 7)).rejects.toMatchObject({ code: "conflict" });
    await expect(changeApiKey(test.database, id, { name: "again" }, later)).rejects.toMatchObject({ code: "conflict" });
    await expect(endOldSecret(test.database, id, later)).rejects.toMatchObject({ code: "conflict" });
    await expect(rotate(randomUUID(), 7)).rejects.toMatchObject({ code: "not-found" });
    const short = await createApiKey(
      test.database,
      { name: "short", can: ["kpis:read"], scope: { kind: "none" }, expiresAt: new Date(now + 1) },
      { now: at() },
    );
    now += 1;
    await expect(changeApiKey(test.database, short.id, { expiresAt: null }, { by, now: at() })).rejects.toMatchObject({ code: "conflict" });
  });

  it.each([-1 / day, 90 + 1 / day])("the older secret holds from now for 90 days at most: not %d", async (days) => {
    const { id } = await make();
    await expect(rotate(id, days)).rejects.toMatchObject({ code: "bad-request", facts: { field: "oldUntil" } });
    expect((await shown(id)).secrets).toHaveLength(1);
  });

  it("SCOPE-1: what is changed holds at once in every process", async () => {
    const { id, key } = await make();
    const who = () => Promise.all(processes.map((one) => one.authenticate(`Bearer ${key}`)));
    expect(await who()).toMatchObject([{ scope: { kind: "institution" } }, { scope: { kind: "institution" } }]);
    const scope = { kind: "org-units", orgUnits: ["eng"] } as const;
    const change = { can: ["kpis:read"] as const, scope: { ...scope, orgUnits: ["eng"] }, eventsPerSecond: 5 };
    await changeApiKey(test.database, id, change, { by, now: at() });
    const narrowed = { can: new Set(["kpis:read"]), scope, eventsPerSecond: 5 };
    await expect.poll(who).toMatchObject([narrowed, narrowed]);
  });

  it("no two keys that hold are given one name on the screen, not even at the same moment", async () => {
    const wanted = { name: "one name", can: ["kpis:read"], scope: { kind: "institution" } } as const;
    const tries = await Promise.allSettled(
      Array.from({ length: 4 }, () => createApiKey(test.database, wanted, { by, own: true, now: at() })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const id = await findActiveKey(test.database, "one name", at());
    const other = await make();
    const clash = { code: "conflict", facts: { field: "name", rule: "unique" } };
    await expect(changeApiKey(test.database, other.id, { name: "one name" }, { by, now: at() })).rejects.toMatchObject(clash);
    await changeApiKey(test.database, id, { name: "one name", eventsPerSecond: 3 }, { by, now: at() });
    await revokeApiKey(test.database, id, { by, now: at() });
    await createApiKey(test.database, wanted, { by, own: true, now: at() });
    await createApiKey(test.database, wanted); // the command line may, as ever
    await expect(findActiveKey(test.database, "one name", at())).rejects.toMatchObject({ code: "conflict" });
    await expect(findActiveKey(test.database, "no name", at())).rejects.toMatchObject({ code: "not-found" });
  });

  it("the audit knows who made, rotated, changed and revoked it, and no secret", async () => {
    const { id, key } = await make();
    const second = await rotate(id, 7);
    await endOldSecret(test.database, id, { by, now: at() });
    await changeApiKey(test.database, id, { eventsPerSecond: 9 }, { by, now: at() });
    await changeApiKey(test.database, id, { eventsPerSecond: 9 }, { by, now: at() }); // changes nothing
    await revokeApiKey(test.database, id, { now: at() });
    const rows = await recorded(id);
    const keeper = `user:${by.userId}`;
    expect(rows.map(({ action, actor }) => [action, actor])).toEqual([
      ["key.made", keeper],
      ["key.rotated", keeper],
      ["key.changed", keeper],
      ["key.changed", keeper],
      ["key.revoked", "system"],
    ]);
    expect(rows[3]?.detail).toMatchObject({ changes: { eventsPerSecond: { from: null, to: 9 } } });
    for (const secret of [key, second.key].map((one) => one.slice(-43))) expect(JSON.stringify(rows)).not.toContain(secret);
  });
});
