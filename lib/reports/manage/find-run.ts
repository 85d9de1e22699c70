import type { PoolClient } from "pg";
import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import { instantSql } from "@/lib/platform/instant-sql";
import type { Editor } from "./editor";

const rowSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  purpose: z.enum(["scheduled", "now", "preview"]),
  schedule: z.uuid().nullable(),
  ownerName: z.string(),
  own: z.boolean(),
  dueAt: z.string(),
});
export type FoundRun = z.infer<typeof rowSchema>;

/**
 * A run of a report that is the editor's own, or of anybody's for who manages all; a preview is there for whoever asked
 * for it alone. Foreign ones, unknown ones and ids that are none are alike. Throws not-found.
 */
export async function findRun(client: Pick<PoolClient, "query">, { userId, managesAll }: Editor, id: string): Promise<FoundRun> {
  const found = z.uuid().safeParse(id).success
    ? await client.query(
        `SELECT r.id, r.name, r.purpose, s.id AS schedule, u.name AS "ownerName", r.owner = $2::uuid AS own, ${instantSql("r.due_at")} AS "dueAt"
         FROM app.report_run r JOIN app."user" u ON u.id = r.owner
         LEFT JOIN app.report_schedule s ON s.id = r.schedule AND s.removed_at IS NULL
         WHERE r.id = $1 AND (r.owner = $2::uuid OR ($3::boolean AND r.purpose <> 'preview'))`,
        [id, userId, managesAll],
      )
    : null;
  const row = found?.rows[0];
  if (row === undefined) throw new BellwetherError("not-found", "There is no such run.", { field: "id" });
  return rowSchema.parse(row);
}
