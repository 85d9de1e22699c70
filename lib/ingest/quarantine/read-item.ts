import { z } from "zod";
import { writeAudit } from "@/lib/access/write-audit";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { Vault } from "@/lib/privacy/vault";
import { itemColumns, itemJoins } from "./list-items";
import { maskBody } from "./mask";
import { applyMend, type Mend, mendedPaths } from "./mend";
import { foresee } from "./outcome";
import { type HeldItem, requireOpen } from "./require-open";
import { type OpenedItem, type Outcome, quarantineItemSchema } from "./shapes";

const rowSchema = z.object({ sealed: z.instanceof(Buffer), reason: z.instanceof(Buffer).nullable(), mended: z.boolean() });

/** One item with its body, masked. The look is recorded. Throws not-found. */
export async function readItem(
  database: Database,
  vault: Vault,
  id: string,
  { actor, now }: { actor: string; now: Date },
): Promise<OpenedItem> {
  const found = await database.owner.query(
    `SELECT ${itemColumns}, q.sealed_body AS sealed, q.sealed_reason AS reason, q.sealed_mended IS NOT NULL AS mended
     FROM log.quarantine q ${itemJoins} WHERE q.id = $1`,
    [id],
  );
  const row: unknown = found.rows[0];
  if (row === undefined) throw new BellwetherError("not-found", "There is no such item in quarantine.", { field: "id" });
  const item = quarantineItemSchema.parse(row);
  const { sealed, reason, mended } = rowSchema.parse(row);
  const body = vault.openBody(sealed);
  await writeAudit(database.owner, { actor, action: "quarantine.viewed", subject: `quarantine:${id}` });
  return {
    item,
    body: maskBody(body),
    outcome: item.state === "open" ? ((await foresee(database, vault.identityKey, [body], now))[0] ?? null) : null,
    reason: reason === null ? null : vault.openBody(reason),
    mended,
  };
}

/** What a replay with these changes would come to now; nothing is changed. The try is recorded. Throws not-found, bad-request, and conflict where it is resolved. */
export async function previewItem(
  database: Database,
  vault: Vault,
  id: string,
  { actor, mend, now }: { actor: string; mend: Mend; now: Date },
): Promise<Outcome> {
  const found = await database.owner.query<HeldItem>("SELECT state, sealed_body AS sealed FROM log.quarantine WHERE id = $1", [id]);
  const [outcome] = await foresee(database, vault.identityKey, [applyMend(vault.openBody(requireOpen(found.rows[0])), mend)], now);
  await writeAudit(database.owner, {
    actor,
    action: "quarantine.previewed",
    subject: `quarantine:${id}`,
    detail: { mended: mendedPaths(mend) },
  });
  if (outcome === undefined) throw new BellwetherError("internal", "Nothing was said of this item.");
  return outcome;
}
