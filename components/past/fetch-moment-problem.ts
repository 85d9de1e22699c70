import * as z from "zod/mini";

const problemSchema = z.object({ rule: z.optional(z.string()), earliest: z.optional(z.string()) });

/** What is wrong with a moment; null where it can be shown. */
export async function fetchProblem(moment: string): Promise<z.infer<typeof problemSchema> | null> {
  const response = await fetch(`/api/v1/kpis/attendance-coverage?${new URLSearchParams({ asOf: moment })}`);
  if (response.status !== 400) return null; // what else fails says so at each figure
  return problemSchema.parse(await response.json());
}
