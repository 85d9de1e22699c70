import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { causeSchema } from "./run-problem";
import { renderingStates } from "./states";

const rowSchema = z.object({
  state: z.enum(renderingStates),
  problem: causeSchema.nullable(),
  title: z.string().nullable(),
  pages: z.number().int().nullable(),
});
export type Preview = z.infer<typeof rowSchema>;

/** How a preview stands, for whoever asked for it and nobody else; its document is in the archive (open-document.ts). Throws not-found. */
export async function getPreview({ owner }: Database, run: string, asker: string): Promise<Preview> {
  const found = await owner.query(
    `SELECT g.state, g.problem, g.title, g.pages FROM app.report_run r JOIN app.report_rendering g ON g.run = r.id
     WHERE r.id = $1 AND r.owner = $2 AND r.purpose = 'preview'`,
    [run, asker],
  );
  const row: unknown = found.rows[0];
  if (row === undefined) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "run" });
  return rowSchema.parse(row);
}
