import * as z from "zod/mini";
import { verifiedSchema } from "@/lib/aggregator/verify/verification-shape";
import type { KpiId } from "@/lib/kpis/question";

const reasonsSchema = z.object({
  quarantine: z.object({ open: z.number(), isLeast: z.boolean(), oldest: z.nullable(z.string()) }),
  verification: z.nullable(verifiedSchema),
});
export type Reasons = z.infer<typeof reasonsSchema>;

/** What stands behind a figure beside its answer, whatever the figure is narrowed to. */
export async function fetchReasons(kpi: KpiId): Promise<Reasons> {
  const response = await fetch(`/api/internal/why/${kpi}`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return reasonsSchema.parse(await response.json());
}
