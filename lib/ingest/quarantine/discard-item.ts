import { z } from "zod";
import { writeAudit } from "@/lib/access/write-audit";
import { type Database, withTransaction } from "@/lib/platform/database";
import type { Vault } from "@/lib/privacy/vault";
import { lockOpen } from "./replay";
import { reasonLength } from "./shapes";
import { quarantineTable } from "./states";

export const discardSchema = z.strictObject({ reason: z.string().trim().min(reasonLength.shortest).max(reasonLength.longest) });

/** Lays an open item aside; the reason is free text, and kept sealed. Throws not-found, or conflict where it is resolved. */
export async function discardItem(
  database: Database,
  vault: Vault,
  id: string,
  { actor, reason, now }: { actor: string; reason: string; now: Date },
): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    await lockOpen(client, id);
    await client.query("UPDATE log.quarantine SET state = $2, resolved_at = $3, resolved_by = $4, sealed_reason = $5 WHERE id = $1", [
      id,
      quarantineTable.open.discarded,
      now,
      actor,
      vault.sealBody(reason),
    ]);
    await writeAudit(client, { actor, action: "quarantine.discarded", subject: `quarantine:${id}` });
  });
}
