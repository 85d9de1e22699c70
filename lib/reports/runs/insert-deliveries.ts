import type { PoolClient } from "pg";
import type { Addressee } from "../recipients/expand";
import type { Withheld } from "../recipients/withheld";
import { deliveryId } from "./ids";

export type NewDelivery = Addressee & ({ rendering: string } | { withheld: Withheld });

/** One for each recipient of a run; those that get nothing too, with the reason. */
export async function insertDeliveries(
  client: Pick<PoolClient, "query">,
  run: string,
  deliveries: readonly NewDelivery[],
  { messageIdOf, now }: { messageIdOf: (delivery: string) => string; now: Date },
): Promise<void> {
  const rows = deliveries.map((one) => {
    const id = deliveryId(run, one.recipient);
    const { recipient, userId, address, name } = one;
    const [rendering, withheld] = "withheld" in one ? [null, one.withheld] : [one.rendering, null];
    return { id, recipient, user_id: userId, address, name, rendering, withheld, message_id: messageIdOf(id) };
  });
  await client.query(
    `INSERT INTO app.report_delivery (id, run, recipient, user_id, address, name, rendering, state, next_try_at, message_id, detail)
     SELECT id, $1, recipient, user_id, address, name, rendering, CASE WHEN withheld IS NULL THEN 'waiting' ELSE 'withheld' END, $3, message_id, withheld
     FROM jsonb_to_recordset($2::jsonb) AS made(id uuid, recipient text, user_id uuid, address text, name text, rendering uuid, withheld text, message_id text)
     ON CONFLICT (run, recipient) DO NOTHING`,
    [run, JSON.stringify(rows), now],
  );
}
