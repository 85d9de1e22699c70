import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { makeReport } from "@/lib/reports/testing/sent-report";
import { tidy } from "./nightly-tidying";

const now = new Date("2026-06-01T00:00:00Z");
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
const ahead = ago(-1);

describe("retention", () => {
  const test = useTestDatabase();
  const count = async (table: string) => Number((await test.database.owner.query(`SELECT count(*) FROM ${table}`)).rows[0]?.count);

  beforeAll(async () => {
    const { owner } = test.database;
    const user = randomUUID();
    await owner.query(`INSERT INTO app."user" (id, email, name) VALUES ($1, 'a@example.org', 'A')`, [user]);
    for (const [expires, revoked] of [
      [ahead, null],
      [ahead, ago(91)],
      [ago(91), null],
      [ago(89), null],
    ])
      await owner.query("INSERT INTO app.session (id, user_id, created_at, expires_at, revoked_at) VALUES ($1, $2, $3, $4, $5)", [
        randomUUID(),
        user,
        ago(200),
        expires,
        revoked,
      ]);
    for (const [index, [expires, used]] of [
      [ahead, null],
      [ahead, ago(31)],
      [ago(31), null],
      [ago(29), ago(29)],
    ].entries())
      await owner.query("INSERT INTO app.sign_in_link (token_hash, user_id, expires_at, used_at) VALUES ($1, $2, $3, $4)", [
        Buffer.from([index]),
        user,
        expires,
        used,
      ]);
    for (const [index, ended] of [ago(8), ago(6)].entries())
      await owner.query("INSERT INTO app.sign_in_attempt (subject, failures, window_ends_at) VALUES ($1, 3, $2)", [
        Buffer.from([index]),
        ended,
      ]);
    for (const [state, resolved] of [
      ["open", null],
      ["replayed", ago(400)],
      ["discarded", ago(20)],
    ])
      await owner.query(
        "INSERT INTO log.quarantine (id, arrived_at, sealed_body, errors, state, resolved_at) VALUES ($1, $2, 'x', '[]', $3, $4)",
        [randomUUID(), ago(500), state, resolved],
      );
    const eyes = {
      scope: { kind: "institution" },
      studentScope: { kind: "none" },
      nameScope: { kind: "none" },
      studentLevel: false,
    } as const;
    for (const days of [399, 401]) await makeReport(test.database, { owner: user, user, eyes, dueAt: ago(days) });
    for (const days of [29, 31])
      await owner.query(
        "INSERT INTO app.mail_kept (id, message_id, to_address, subject, at, source) VALUES ($1, $2, 'b@example.org', 'S', $3, 'x')",
        [randomUUID(), `<${days}@example.org>`, ago(days)],
      );
    for (const [index, expires] of [ahead, ago(1)].entries())
      await owner.query("INSERT INTO app.print_token (hash, print_order, expires_at) VALUES ($1, '{}', $2)", [
        Buffer.from([index]),
        expires,
      ]);
  });

  it("deletes what came to its end long enough ago, and says how much", async () => {
    expect(await tidy(test.database, { today: "2026-06-01", now })).toEqual({
      sessions: 2,
      links: 2,
      attempts: 1,
      quarantine: 0,
      releases: 0,
      documents: 1,
      mails: 1,
    });
    expect([await count("app.session"), await count("app.sign_in_link"), await count("app.sign_in_attempt")]).toEqual([2, 2, 1]);
    expect([await count("app.report_document"), await count("app.mail_kept"), await count("app.print_token")]).toEqual([1, 1, 1]);
    expect([await count("app.report_delivery"), await count("app.report_rendering")]).toEqual([2, 2]);
    const audit = await test.database.owner.query("SELECT actor, action, detail FROM app.audit");
    expect(audit.rows).toEqual([
      {
        actor: "system",
        action: "retention.applied",
        detail: { sessions: 2, links: 2, attempts: 1, quarantine: 0, releases: 0, documents: 1, mails: 1 },
      },
    ]);
  });

  it("LOG-2: of the quarantine only what is resolved goes, and only where the policy of today says so", async () => {
    await test.database.owner.query(
      `INSERT INTO app.policy (version, valid_from, document) SELECT 2, '2026-06-02',
       document || '{"retention": {"sessions": null, "links": null, "attempts": null, "quarantine": 30}}' FROM app.policy WHERE version = 1`,
    );
    expect(await tidy(test.database, { today: "2026-06-01", now })).toMatchObject({ quarantine: 0 });
    expect(await tidy(test.database, { today: "2026-06-02", now })).toEqual({
      sessions: 0,
      links: 0,
      attempts: 0,
      quarantine: 1,
      releases: 0,
      documents: 0,
      mails: 0,
    });
    const left = await test.database.owner.query("SELECT state FROM log.quarantine ORDER BY state");
    expect(left.rows).toEqual([{ state: "discarded" }, { state: "open" }]);
  });
});
