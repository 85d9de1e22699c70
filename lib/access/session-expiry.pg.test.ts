import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { changeSignInSetting } from "./change-sign-in-settings";
import { readSessionExpiry, warnMsOf } from "./session-expiry";
import { insertSession } from "./session-rows";
import { Sessions } from "./sessions";
import { createUser } from "./users";

const minute = 60_000;

describe("when a session ends", () => {
  const test = useTestDatabase();
  const began = new Date("2026-03-09T03:00:00Z");
  const after = (minutes: number) => new Date(began.getTime() + minutes * minute);
  const silent = { subscribe: () => () => undefined, stop: async () => undefined };
  let userId: string;
  beforeAll(async () => {
    userId = await createUser(test.database, {
      email: `${randomUUID()}@example.org`,
      name: "Kim",
      role: "viewer",
      scope: { kind: "institution" },
    });
  });
  const begin = (hours = 12) => insertSession(test.database.owner, userId, { byLink: false }, hours, began);
  const expiry = (id: string, minutes: number) => readSessionExpiry(test.database, id, after(minutes));

  it("is said by its last use, and asking is no use", async () => {
    const id = await begin();
    expect(await expiry(id, 20)).toEqual({ by: "idle", inMs: 40 * minute, warnMs: 5 * minute });
    expect(await expiry(id, 58)).toMatchObject({ by: "idle", inMs: 2 * minute });
    expect(await expiry(id, 60)).toBeNull();
    expect(await expiry(randomUUID(), 0)).toBeNull();
  });

  it("is the end of its hours where that comes first", async () => {
    const id = await begin(1);
    expect(await expiry(id, 59)).toMatchObject({ by: "absolute", inMs: minute });
  });

  it("a change of the setting holds at once, and leaves time to answer however short it is", async () => {
    const id = await begin();
    await changeSignInSetting(test.database, "system", "idleMinutes", "5");
    expect(await expiry(id, 3)).toEqual({ by: "idle", inMs: 2 * minute, warnMs: 2.5 * minute });
    await changeSignInSetting(test.database, "system", "idleMinutes", "60");
    expect([5, 8, 10, 60, 1_440].map((idle) => warnMsOf(idle) / minute)).toEqual([2.5, 4, 5, 5, 5]);
  });

  it("whoever says that they are there stays, whatever this process took for written", async () => {
    const id = await begin();
    const sessions = new Sessions(test.database, silent, () => after(58).getTime());
    await sessions.touch(id);
    // The write was lost, or another process undid it: this one would not write again for a minute.
    await test.database.owner.query("UPDATE app.session SET last_seen_at = $2 WHERE id = $1", [id, began]);
    await sessions.touch(id);
    expect(await expiry(id, 58)).toMatchObject({ inMs: 2 * minute });
    await sessions.keep(id);
    expect(await expiry(id, 58)).toMatchObject({ by: "idle", inMs: 60 * minute });
  });
});
