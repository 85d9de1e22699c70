import * as z from "zod/mini";

export const contractCountSchema = z.object({
  /** "" with version 0: no contract that we know. */
  type: z.string(),
  version: z.int(),
  accepted: z.int(),
  duplicate: z.int(),
  rejected: z.int(),
  sources: z.array(z.string()),
});
export const contractCountsSchema = z.object({ contracts: z.array(contractCountSchema) });
export type ContractCount = z.infer<typeof contractCountSchema>;
