import { describe, expect, it } from "vitest";
import { followAccessChanges } from "@/lib/access/access-changes";
import { Sessions } from "@/lib/access/sessions";
import { createUser } from "@/lib/access/users";
import { useTestDatabase } from "@/lib/platform/testing/database";

describe("SCOPE-1: looking up who sessions are", () => {
  const test = useTestDatabase();

  it("takes one query for any number, none while they are known, and keeps nothing read across a change", async () => {
    let queries = 0;
    let during: (() => Promise<void>) | null = null;
    const owner = new Proxy(test.database.owner, {
      get(pool, name) {
        if (name !== "query") return Reflect.get(pool, name);
        return async (...asked: unknown[]) => {
          queries += 1;
          const answer: unknown = await Reflect.apply(pool.query, pool, asked);
          await during?.();
          return answer;
        };
      },
    });
    const changes = await followAccessChanges(test.database.url, () => undefined);
    try {
      const sessions = new Sessions({ ...test.database, owner }, changes, Date.now);
      const users = await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          createUser(test.database, { email: `u${n}@example.org`, name: "u", role: "admin", scope: { kind: "institution" } }),
        ),
      );
      const ids = await Promise.all(users.map((user) => sessions.start(user, { byLink: false })));
      queries = 0;
      expect((await sessions.verify(ids)).size).toBe(40);
      expect((await sessions.verify([...ids, ...ids, "no id at all"])).size).toBe(40);
      expect(queries).toBe(1);

      const [first = ""] = ids;
      // The row is read, then the session ends and the notice comes, and only then the row would be kept.
      await sessions.end(ids[1] ?? "");
      await heard(changes);
      during = async () => {
        during = null;
        await test.database.owner.query("UPDATE app.session SET revoked_at = now() WHERE id = $1", [first]);
        await heard(changes);
      };
      await sessions.verify([first]);
      expect((await sessions.verify(ids)).size).toBe(38);
    } finally {
      await changes.stop();
    }
  });

  /** The next notice, sent after whatever is on its way. */
  async function heard(changes: { subscribe(listener: (subject: string) => void): () => void }): Promise<void> {
    await new Promise<void>((resolve) => {
      const leave = changes.subscribe((subject) => {
        if (subject !== "user:fence") return;
        leave();
        resolve();
      });
      void test.database.owner.query("SELECT pg_notify('access_changed', 'user:fence')");
    });
  }
});
