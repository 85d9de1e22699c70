import { writeAudit } from "@/lib/access/write-audit";
import { type Database, withTransaction } from "@/lib/platform/database";
import { deliveryIn } from "./message-id";
import type { Bounce } from "./read-bounce";

/**
 * `marked`: it is shown as bounced from now on. `known`: it was already. `forged`: it has the form of ours, and we sent no
 * such mail, or not to that address. `unknown`: it is not about a mail of ours. `too-early`: it is about to be sent again.
 */
export type MarkedBounce = "marked" | "known" | "forged" | "unknown" | "too-early";

type Row = { id: string; run: string; state: string; address: string | null };

/** Marks the delivery whose mail came back, with what the last server said. Its Message-ID is told to nobody but its way and its reader. */
export async function markBounced(database: Database, { messageId, originalRecipient, diagnostic }: Bounce): Promise<MarkedBounce> {
  return withTransaction(database.owner, async (client) => {
    const found = await client.query<Row>(
      `SELECT d.id, d.run, d.state, coalesce(u.email, d.address) AS address FROM app.report_delivery d
       LEFT JOIN app."user" u ON u.id = d.user_id WHERE d.message_id = $1 FOR UPDATE OF d`,
      [messageId],
    );
    const row = found.rows[0];
    if (row === undefined) return deliveryIn(messageId) === null ? "unknown" : "forged";
    if (originalRecipient !== null && originalRecipient.toLowerCase() !== row.address?.toLowerCase()) return "forged";
    if (row.state === "bounced") return "known";
    if (row.state === "waiting") return "too-early";
    // It may be faster than our own record of the server's acceptance. What was never sent does not come back.
    if (row.state !== "sent" && row.state !== "sending") return "forged";
    await client.query("UPDATE app.report_delivery SET state = 'bounced', detail = $2, lease_until = NULL WHERE id = $1", [
      row.id,
      diagnostic,
    ]);
    await writeAudit(client, { actor: "system", action: "report.bounced", subject: `report:${row.id}`, detail: { run: row.run } });
    return "marked";
  });
}
