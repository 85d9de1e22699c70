import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { instantSql } from "@/lib/platform/instant-sql";
import { type PersonId, personIdSchema, type Vault } from "@/lib/privacy/vault";
import { type OpenedReason, openReason } from "./open-reason";

const part = 1_000;

const rowSchema = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  name: z.string().nullable(),
  action: z.string(),
  subject: z.string().nullable(),
  screen: z.string().nullable(),
  people: z.number(),
  detail: z.unknown(),
});

export type Look = Omit<z.infer<typeof rowSchema>, "detail" | "id"> & { entry: number; because: OpenedReason | null };

/** Every entry about a person, the newest first: who, when, on which screen, among how many, and why where it was asked. */
export async function* listLooks(database: Database, vault: Vault, person: PersonId): AsyncGenerator<Look> {
  let before = "9223372036854775807";
  for (;;) {
    const found = await database.owner.query(
      `SELECT a.id, ${instantSql("a.at")} AS at, a.actor, u.name, a.action, a.subject, a.detail->>'screen' AS screen,
         cardinality(a.people) AS people, a.detail
       FROM app.audit a LEFT JOIN app."user" u ON a.actor = 'user:' || u.id
       WHERE a.people @> ARRAY[$1::uuid] AND a.id < $2 ORDER BY a.id DESC LIMIT ${part}`,
      [personIdSchema.parse(person), before],
    );
    const rows = z.array(rowSchema).parse(found.rows);
    for (const { id, detail, ...row } of rows)
      yield { entry: Number(id), ...row, because: await openReason(vault, row.people === 1 ? person : null, detail) };
    const last = rows.at(-1);
    if (last === undefined || rows.length < part) return;
    before = last.id;
  }
}
