import { createHash } from "node:crypto";
import { type Database, withTransaction } from "@/lib/platform/database";
import type { Rendered } from "../ports";
import type { ClaimedRendering } from "./claim-renderings";
import { renderingMove } from "./moves";

/** Keeps a document with what is listed of it; false where the lease was lost, and nothing is kept. */
export function keepRendered(
  database: Database,
  { id, lease }: Pick<ClaimedRendering, "id" | "lease">,
  rendered: Rendered,
  { now, milliseconds }: { now: Date; milliseconds: number },
): Promise<boolean> {
  const { pdf, pages, position, processedThrough, policyVersion, title, headline } = rendered;
  const { from, to } = renderingMove("rendered");
  return withTransaction(database.owner, async (client) => {
    const kept = await client.query(
      `UPDATE app.report_rendering SET state = $3, lease_until = NULL, problem = NULL, ended_at = $4, milliseconds = $5, title = $6, pages = $7,
         bytes = $8, sha256 = $9, position = $10, processed_through = $11, policy_version = $12, headline = $13::jsonb
       WHERE id = $1 AND lease = $2 AND state = ANY($14::text[])`,
      [
        id,
        lease,
        to,
        now,
        milliseconds,
        title,
        pages,
        pdf.length,
        createHash("sha256").update(pdf).digest(),
        position,
        processedThrough,
        policyVersion,
        JSON.stringify(headline),
        from,
      ],
    );
    if (kept.rowCount === 0) return false;
    await client.query("INSERT INTO app.report_document (rendering, pdf) VALUES ($1, $2)", [id, pdf]);
    return true;
  });
}
