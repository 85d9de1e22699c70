import { z } from "zod";
import { verifiedSchema } from "@/lib/aggregator/verify/verification-shape";
import type { ViewQuery } from "@/lib/live/protocol";

const reasonsSchema = z.object({
  quarantine: z.object({ open: z.number(), isLeast: z.boolean(), oldest: z.string().nullable() }),
  verification: verifiedSchema.nullable(),
});
export type Reasons = z.infer<typeof reasonsSchema>;

/** What stands behind a figure beside its answer. */
export async function fetchReasons(view: ViewQuery): Promise<Reasons> {
  const { kpi, ...filters } = view;
  const given = Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(`/api/internal/why/${kpi}?${new URLSearchParams(given)}`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return reasonsSchema.parse(await response.json());
}
