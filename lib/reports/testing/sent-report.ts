import { createHash, randomUUID } from "node:crypto";
import type { Database } from "@/lib/platform/database";
import { contentSchema } from "../content-shape";
import type { Eyes } from "../ports";

export type MadeReport = {
  owner: string;
  /** Null: to an address outside. */
  user: string | null;
  eyes: Eyes;
  purpose?: "scheduled" | "preview";
  state?: string;
  detail?: string | null;
  name?: string;
  title?: string;
  locale?: "en" | "ko";
  dueAt: Date;
  messageId?: string;
  pdf?: Buffer | null;
};

/** A run with one rendering and one delivery, as they are once it is over; of a preview there is no delivery. */
export async function makeReport(
  { owner }: Pick<Database, "owner">,
  made: MadeReport,
): Promise<{ run: string; rendering: string; delivery: string }> {
  const {
    user,
    eyes,
    purpose = "scheduled",
    state = "sent",
    detail = "250 Ok",
    name = "Weekly",
    title = "Attendance, Engineering",
    locale = "en",
  } = made;
  const [run, rendering, delivery] = [randomUUID(), randomUUID(), randomUUID()];
  const pdf = made.pdf === undefined ? Buffer.from(`%PDF of ${delivery}`) : made.pdf;
  const content = JSON.stringify(contentSchema.parse({ kind: "institution", subject: { of: "own" } }));
  await owner.query(
    `INSERT INTO app.report_run (id, owner, purpose, name, due_at, content, recipients, delivery, state, fired_at, ended_at)
     VALUES ($1, $2, $3, $4, $5, $6, '[]', '{"email": "attached", "store": false}', 'done', $5, $5)`,
    [run, made.owner, purpose, name, made.dueAt, content],
  );
  await owner.query(
    `INSERT INTO app.report_rendering (id, run, key, eyes, content, locale, state, next_try_at, title, pages, bytes, sha256, position, processed_through, policy_version, headline, ended_at)
     VALUES ($1, $2, 'k', $3, $4, $5, 'ready', $6, $7, 3, $8, $9, 0, $6, 1, '{"term": null, "figures": []}', $6)`,
    [
      rendering,
      run,
      JSON.stringify(eyes),
      content,
      locale,
      made.dueAt,
      title,
      pdf?.length ?? 1_234,
      createHash("sha256")
        .update(pdf ?? "")
        .digest(),
    ],
  );
  if (pdf !== null) await owner.query("INSERT INTO app.report_document (rendering, pdf) VALUES ($1, $2)", [rendering, pdf]);
  if (purpose !== "preview")
    await owner.query(
      `INSERT INTO app.report_delivery (id, run, recipient, user_id, address, rendering, state, next_try_at, message_id, detail, sent_at)
       VALUES ($1, $2, $3, $4::uuid, $5, $6, $7::text, $8::timestamptz, $9, $10, CASE WHEN $7 = 'sent' THEN $8::timestamptz END)`,
      [
        delivery,
        run,
        user === null ? "address:out@example.org" : `user:${user}`,
        user,
        user === null ? "out@example.org" : null,
        rendering,
        state,
        made.dueAt,
        made.messageId ?? `<${delivery}@example.edu>`,
        detail,
      ],
    );
  return { run, rendering, delivery };
}
