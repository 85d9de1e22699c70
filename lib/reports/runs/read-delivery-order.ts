import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { locales } from "@/lib/platform/locale";
import { headlineFiguresSchema } from "../headline-shape";
import type { DeliveryOrder, Stamp } from "../ports";
import type { ClaimedDelivery } from "./claim-deliveries";

const rowSchema = z.object({
  /** Of a user as it is now. */
  address: z.string(),
  name: z.string().nullable(),
  locale: z.enum(locales),
  pages: z.number().int(),
  position: z.string(),
  processedThrough: z.date().nullable(),
  policyVersion: z.number().int(),
  title: z.string(),
  headline: headlineFiguresSchema,
  sha256: z.string(),
});

/** What is sent to whom. Its document is read and stamped when it is needed. */
export async function readDeliveryOrder(
  { owner }: Database,
  { id, messageId, run, rendering }: ClaimedDelivery,
  { stamp, mayStore }: { stamp: Stamp; mayStore: boolean },
): Promise<DeliveryOrder> {
  const found = await owner.query(
    `SELECT coalesce(u.email, d.address) AS address, coalesce(u.name, d.name) AS name, g.locale, g.pages, g.position::text,
       g.processed_through AS "processedThrough", g.policy_version AS "policyVersion", g.title, g.headline, encode(g.sha256, 'hex') AS sha256
     FROM app.report_delivery d JOIN app.report_rendering g ON g.id = d.rendering LEFT JOIN app."user" u ON u.id = d.user_id
     WHERE d.id = $1`,
    [id],
  );
  const { address, name, locale, processedThrough, ...rendered } = rowSchema.parse(found.rows[0]);
  return {
    id,
    run: run.id,
    messageId,
    to: { address, name },
    locale,
    email: run.delivery.email,
    store: run.delivery.store && mayStore,
    rendered: { ...rendered, processedThrough: processedThrough?.toISOString() ?? null },
    pdf: async () => stamp(await readDocument({ owner }, rendering.id), { name: name ?? address, locale, paper: rendering.content.paper }),
  };
}

const documentSchema = z.object({ pdf: z.instanceof(Buffer) });

async function readDocument({ owner }: Pick<Database, "owner">, rendering: string): Promise<Buffer> {
  const found = await owner.query("SELECT pdf FROM app.report_document WHERE rendering = $1", [rendering]);
  return documentSchema.parse(found.rows[0]).pdf;
}
