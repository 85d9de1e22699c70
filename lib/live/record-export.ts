import { z } from "zod";
import { auditFilterSchema } from "@/lib/access/audit/audit-filter";
import { inAudit } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";
import { scopeSetting } from "@/lib/access/scope";
import { writeAudit } from "@/lib/access/write-audit";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { viewQuerySchema } from "./protocol";

const madeSchema = { format: z.enum(["csv", "svg", "png"]), rows: z.number().int().min(0).max(1_000_000) };

/** A file that a reader made of what a page shows: of a figure, or of the audit. */
export const exportSchema = z.discriminatedUnion("of", [
  z.strictObject({
    of: z.literal("figure"),
    what: z.enum(["headline", "table", "weeks", "letters"]),
    view: viewQuerySchema,
    ...madeSchema,
  }),
  z.strictObject({ of: z.literal("audit"), filter: auditFilterSchema, ...madeSchema }),
]);
export type Exported = z.infer<typeof exportSchema>;

/** Records that a file was made: of what, under which filters and scope, and how much is in it. Throws not-found for the audit of who may not read it. */
export async function recordExport(database: Database, user: UserPrincipal, made: Exported): Promise<void> {
  const { of, format, rows } = made;
  // Who cannot read the audit has nothing of it on a page; the audit is not to say that they made a file of it.
  if (of === "audit" && !user.may.has("audit:read")) throw new BellwetherError("not-found", "There is nothing here.");
  const said = of === "figure" ? { what: made.what, filters: made.view, scope: scopeSetting(user.scope) } : { filters: made.filter };
  const subject = of === "figure" ? `kpi:${made.view.kpi}` : "audit";
  await writeAudit(database.owner, inAudit(user, { action: "file.exported", subject, detail: { format, rows, ...said } }));
}
